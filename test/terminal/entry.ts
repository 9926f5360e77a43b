/** The command line over fake engines, as `src/main.ts` wires it over real ones; for tests that need a process. */
import { runCommandLine } from "../../src/command-line.ts";
import { fleets, isFleet } from "./fleets.ts";
import { wire } from "./wire.ts";
import { now } from "./world.ts";

const fleet = process.env["FAKE_FLEET"] ?? "one";
const engines = isFleet(fleet) ? fleets[fleet]() : [];
const abort = new AbortController();
process.once("SIGINT", () => abort.abort());

const styleOf = (stream: NodeJS.WriteStream) => ({
  colors: stream.isTTY ?? false,
  width: stream.columns ?? 80,
  now,
  timeZone: "UTC",
  nameEngine: engines.length > 1,
});
const io = {
  out: process.stdout,
  err: process.stderr,
  outIsTty: process.stdout.isTTY ?? false,
  errIsTty: process.stderr.isTTY ?? false,
  style: styleOf(process.stdout),
  errStyle: styleOf(process.stderr),
};

process.exitCode = await runCommandLine(process.argv.slice(2), "0.1.0", wire(io, engines, abort.signal), {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
});
