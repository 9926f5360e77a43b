import { runCommandLine } from "./command-line.ts";
import { describe } from "./core/describe.ts";
import { toLookoutError } from "./core/errors.ts";
import { createHandlers } from "./main/handlers.ts";
import { version } from "./main/world.ts";
import { exitCodeOf } from "./terminal/error-text.ts";

/** The composition root: the words of the command line choose what is built and run. Answers the exit code. */
async function main(words: readonly string[]): Promise<number> {
  const stop = new AbortController();
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(name, () => stop.abort());
  const { stdout, stderr } = process;
  try {
    return await runCommandLine(words, version, createHandlers(stop.signal), {
      out: (text) => stdout.write(text),
      err: (text) => stderr.write(text),
      width: stdout.columns || 80,
      colors: stdout.isTTY === true && stdout.hasColors(),
    });
  } catch (error) {
    const { kind, message, next } = describe(toLookoutError(error));
    stderr.write(`lookout: ${message}\n${next === undefined ? "" : `  next: ${next}\n`}`);
    return exitCodeOf(kind);
  }
}

// A reader that went away (lookout … | head) is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});
process.exitCode = await main(process.argv.slice(2));
