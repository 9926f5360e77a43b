import type { Writable } from "node:stream";
import type { Call } from "../core/tool.ts";
import { type AnyReport, errorText, exitCodeOf } from "./error-text.ts";
import { jsonText } from "./json-text.ts";
import type { Style } from "./style.ts";
import { writeOut } from "./write-out.ts";

/** Where words go to, and what is there. */
export interface Io {
  readonly out: Writable;
  readonly err: Writable;
  readonly outIsTty: boolean;
  readonly errIsTty: boolean;
  readonly style: Style;
  /** The style of stderr, which may be a terminal when stdout is none. */
  readonly errStyle: Style;
}

/** The world of the next question; asked anew for each, since it holds the time. */
export type CallFactory = () => Call;

/** The forms of one answer. */
export interface Forms<O> {
  readonly screen: (output: O, style: Style) => string;
  readonly plain: (output: O) => string;
}

/** An answer as stdout wants it: JSON when asked, for a person on a terminal, as records into a pipe. */
export function printAnswer<O>(io: Io, output: O, forms: Forms<O>, json: boolean): Promise<boolean> {
  if (json) return printLine(io, jsonText(output, 2));
  return printLine(io, io.outIsTty ? forms.screen(output, io.style) : forms.plain(output));
}

/** A text and a line end; an empty text is nothing at all. */
export function printLine(io: Io, text: string): Promise<boolean> {
  return writeOut(io.out, text === "" ? "" : `${text}\n`);
}

/** A report on stderr. */
export async function printReport(io: Io, report: AnyReport): Promise<void> {
  await writeOut(io.err, `${errorText(report, io.errStyle)}\n`);
}

/** Something to know beside the answer, on stderr. */
export async function printNote(io: Io, text: string): Promise<void> {
  await writeOut(io.err, `lookout: ${text}\n`);
}

/** A failed question: words on stderr, with `--json` also the error as an object on stdout. Answers the exit code. */
export async function printError(io: Io, report: AnyReport, json: boolean): Promise<number> {
  await printReport(io, report);
  if (json) await printLine(io, jsonText({ error: report }, 2));
  return exitCodeOf(report.kind);
}
