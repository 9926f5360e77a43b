import { Writable } from "node:stream";
import { runCommandLine } from "../../src/command-line.ts";
import type { Engine } from "../../src/core/engine.ts";
import type { Io } from "../../src/terminal/output.ts";
import { type FleetName, fleets } from "./fleets.ts";
import { wire } from "./wire.ts";
import { now } from "./world.ts";

export class Sink extends Writable {
  text = "";

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString("utf8");
    done();
  }
}

export interface Terminal {
  readonly tty: boolean;
  readonly width: number;
}

export function ioFor({ tty, width }: Terminal, nameEngine: boolean): Io & { out: Sink; err: Sink } {
  const style = { colors: tty, width, now, timeZone: "UTC", nameEngine };
  return { out: new Sink(), err: new Sink(), outIsTty: tty, errIsTty: false, style, errStyle: style };
}

/** One command line from words to exit code, without a process. */
export async function session(
  words: readonly string[],
  fleet: FleetName | readonly Engine[] = "one",
  terminal: Terminal = { tty: false, width: 80 },
  signal: AbortSignal = new AbortController().signal,
) {
  const engines = typeof fleet === "string" ? fleets[fleet]() : fleet;
  const io = ioFor(terminal, engines.length > 1);
  const say = { out: (text: string) => io.out.write(text), err: (text: string) => io.err.write(text) };
  const exit = await runCommandLine(words, "0.1.0", wire(io, engines, signal), say);
  return { out: io.out.text, err: io.err.text, exit };
}

/** A session as a golden file shows it: escapes visible, cursors left out, both streams, the exit code. */
export function transcript(words: readonly string[], { out, err, exit }: Awaited<ReturnType<typeof session>>): string {
  const shown = (text: string) =>
    text
      .replaceAll("\u001b", "␛")
      .replaceAll("\t", "→")
      .replace(/(--cursor |"nextCursor": ")[\w-]+/g, "$1<cursor>");
  return `$ lookout ${words.join(" ")}\n${shown(out)}--- stderr\n${shown(err)}--- exit ${exit}\n`;
}
