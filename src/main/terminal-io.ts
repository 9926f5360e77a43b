import type { Io } from "../terminal/output.ts";

/** `isTTY` is absent, not false, where the stream is no terminal. */
const isTerminal = (stream: NodeJS.WriteStream) => stream.isTTY === true;

/** Standard output and error as they are: a terminal of some width, or a pipe; with colours as the user wants them. */
export function terminalIo(nameEngine: boolean, config?: string): Io {
  const { stdout, stderr } = process;
  // Commands that an answer proposes name the configuration that gave it.
  const command = config === undefined ? {} : { command: `lookout -c ${config}` };
  const now = new Date();
  const styleOf = (stream: NodeJS.WriteStream) => ({
    // getColorDepth reads NO_COLOR, FORCE_COLOR and TERM; a pipe has no such method.
    colors: isTerminal(stream) && stream.hasColors(),
    width: stream.columns || 100,
    now,
    nameEngine,
    ...command,
  });
  return {
    out: stdout,
    err: stderr,
    outIsTty: isTerminal(stdout),
    errIsTty: isTerminal(stderr),
    style: { ...styleOf(stdout), links: isTerminal(stdout) && stdout.hasColors() },
    errStyle: styleOf(stderr),
  };
}
