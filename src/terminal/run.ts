import {
  type GetInput,
  type GetOutput,
  type HistoryInput,
  type QueryInput,
  type QueryOutput,
  tools,
} from "../../tools/index.ts";
import { sharedBy } from "../../tools/owner.ts";
import { canAskOf } from "../core/askable.ts";
import type { ErrorReport } from "../core/describe.ts";
import { toLookoutError } from "../core/errors.ts";
import type { EngineReport } from "../core/model.ts";
import { runTool } from "../core/tool.ts";
import { type AnyReport, reportOf } from "./error-text.ts";
import { wordsOf } from "./flags.ts";
import { type CallFactory, type Io, printAnswer, printError, printNote, printReport } from "./output.ts";
import { plain } from "./plain.ts";
import { queryExitCode } from "./query-exit.ts";
import { screen } from "./screen.ts";
import { commandLine, flag, operand } from "./shell-words.ts";

/** `lookout get ID`. Answers the exit code, as every run does. */
export async function runGet(io: Io, call: CallFactory, input: GetInput, json: boolean): Promise<number> {
  try {
    await printGot(io, call, await runTool(tools.get, call(), input), json);
    return 0;
  } catch (error) {
    return printError(io, withNextCommand(io, error, "get", input.id), json);
  }
}

/** One instance, with next steps that its engine can answer. */
export async function printGot(io: Io, call: CallFactory, output: GetOutput, json: boolean) {
  const canAsk = await canAskOf(call(), [output.instance.engine]);
  const style = { ...io.style, canAsk };
  await printAnswer({ ...io, style }, output, { screen: screen.get, plain: plain.get }, json);
}

/** `lookout query …`, one page or the numbers. */
export async function runQuery(io: Io, call: CallFactory, input: QueryInput, json: boolean): Promise<number> {
  try {
    const output = await runTool(tools.query, call(), input);
    await printFound(io, call, output, input, json);
    return queryExitCode(output);
  } catch (error) {
    return printError(io, reportOf(error), json);
  }
}

/** The failures first, then the rows or numbers; `input` is the question, for the command that goes on from here. */
export async function printFound(
  io: Io,
  call: CallFactory,
  output: QueryOutput,
  input: QueryInput,
  json: boolean,
): Promise<void> {
  await printFailures(io, output.engines);
  const again = commandLine(io.style, ["query", ...wordsOf(input, ["cursor", "limit"])]);
  const answered = output.engines.filter(({ status }) => status === "ok").map(({ engine }) => engine);
  const canAsk = output.counts === undefined ? undefined : await canAskOf(call(), answered);
  const style = { ...io.style, again, ...(canAsk ? { canAsk } : {}) };
  await printAnswer({ ...io, style }, output, { screen: screen.query, plain: plain.query }, json);
  if (output.nextCursor !== undefined && !json && !io.outIsTty) {
    await printNote(io, `more rows follow: add --all, or --cursor ${output.nextCursor}`);
  }
}

/** `lookout history ID`. */
export async function runHistory(io: Io, call: CallFactory, input: HistoryInput, json: boolean): Promise<number> {
  try {
    const output = await runTool(tools.history, call(), input);
    const again = commandLine(io.style, ["history", ...wordsOf(input, ["cursor"]), ...operand(input.id)]);
    const style = { ...io.style, again };
    await printAnswer({ ...io, style }, output, { screen: screen.history, plain: plain.history }, json);
    if (output.nextCursor !== undefined && !json && !io.outIsTty) {
      await printNote(io, `more events follow: add --cursor ${output.nextCursor}`);
    }
    return 0;
  } catch (error) {
    return printError(io, withNextCommand(io, error, "history", input.id), json);
  }
}

/**
 * Every engine that gave nothing, on stderr, before what the others gave. What is the same to do about several is said once,
 * and an engine that cannot be asked such a thing takes one line where others answered.
 */
export async function printFailures(
  io: Io,
  engines: readonly EngineReport[],
  answered = engines.some(({ status }) => status === "ok"),
): Promise<void> {
  const told = engines.flatMap(({ status, error }): AnyReport[] =>
    error ? [status === "refused" && answered ? withoutNext(error) : error] : [],
  );
  for (const [at, report] of told.entries()) {
    const follows = told.slice(at + 1).some(({ next }) => next === report.next);
    await printReport(io, follows ? withoutNext(report) : report);
  }
}

function withoutNext({ next: _next, ...rest }: AnyReport): AnyReport {
  return rest;
}

/** The next step as a command to copy: what was not found by id may be a business key; of several instances one is chosen. */
function withNextCommand(io: Io, error: unknown, command: "get" | "history", id: string): ErrorReport {
  const report = reportOf(error);
  const [engine, ...others] = sharedBy(toLookoutError(error));
  if (engine !== undefined) {
    const words = commandLine(io.style, [command, "-e", engine, ...operand(id)]);
    return { ...report, next: `${words}, or with ${others.map((other) => `-e ${other}`).join(", ")}` };
  }
  if (report.kind !== "notFound") return report;
  const words = ["query", ...flag("--business-key", id)];
  return { ...report, next: `${commandLine(io.style, words)}, if it is a business key` };
}
