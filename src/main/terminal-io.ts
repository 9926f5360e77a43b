import type { Io } from "../terminal/output.ts";

/** Standard output and error as they are: a terminal of some width, or a pipe; with colours as the user wants them. */
export function terminalIo(nameEngine: boolean): Io {
  const { stdout, stderr } = process;
  const now = new Date();
  const styleOf = (stream: NodeJS.WriteStream) => ({
    // getColorDepth reads NO_COLOR, FORCE_COLOR and TERM; a pipe has no such method.
    colors: stream.isTTY && stream.hasColors(),
    width: stream.columns ?? 100,
    now,
    nameEngine,
  });
  return {
    out: stdout,
    err: stderr,
    outIsTty: stdout.isTTY,
    errIsTty: stderr.isTTY,
    style: { ...styleOf(stdout), links: stdout.isTTY && stdout.hasColors() },
    errStyle: styleOf(stderr),
  };
}
