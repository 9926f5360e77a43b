import { tools } from "../../tools/index.ts";
import type { ErrorReport } from "../core/describe.ts";
import type { EngineReport } from "../core/model.ts";
import { type InputOf, runTool } from "../core/tool.ts";
import { reportOf } from "./error-text.ts";
import { wordsOf } from "./flags.ts";
import { type CallFactory, type Io, printAnswer, printError, printNote, printReport } from "./output.ts";
import { plain } from "./plain.ts";
import { queryExitCode } from "./query-exit.ts";
import { screen } from "./screen.ts";
import { commandLine, engineWords, flag, operand } from "./shell-words.ts";

type GetInput = InputOf<typeof tools.get>;
type QueryInput = InputOf<typeof tools.query>;
type HistoryInput = InputOf<typeof tools.history>;

/** `lookout get ID`. Answers the exit code, as every run does. */
export async function runGet(io: Io, call: CallFactory, input: GetInput, json: boolean): Promise<number> {
  try {
    const output = await runTool(tools.get, call(), input);
    await printAnswer(io, output, { screen: screen.get, plain: plain.get }, json);
    return 0;
  } catch (error) {
    return printError(io, withNextCommand(io, reportOf(error), input.id), json);
  }
}

/** `lookout query …`, one page or the numbers. */
export async function runQuery(io: Io, call: CallFactory, input: QueryInput, json: boolean): Promise<number> {
  try {
    const output = await runTool(tools.query, call(), input);
    await printFailures(io, output.engines);
    const again = commandLine(io.style, ["query", ...wordsOf(input, ["cursor", "limit"])]);
    await printAnswer(
      { ...io, style: { ...io.style, again } },
      output,
      { screen: screen.query, plain: plain.query },
      json,
    );
    if (output.nextCursor !== undefined && !json && !io.outIsTty) {
      await printNote(io, `more rows follow: add --all, or --cursor ${output.nextCursor}`);
    }
    return queryExitCode(output);
  } catch (error) {
    return printError(io, reportOf(error), json);
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
    return printError(io, withNextCommand(io, reportOf(error), input.id), json);
  }
}

/** Every engine that gave no rows, on stderr, before the rows that the others gave. */
export async function printFailures(io: Io, engines: readonly EngineReport[]): Promise<void> {
  for (const { error } of engines) {
    if (error) await printReport(io, error);
  }
}

/** What was not found by id may be a business key: the next step as a command to copy. */
function withNextCommand(io: Io, report: ErrorReport, id: string): ErrorReport {
  if (report.kind !== "notFound") return report;
  const engine = report.engine === undefined ? [] : engineWords(io.style, report.engine);
  const words = ["query", ...engine, ...flag("--business-key", id)];
  return { ...report, next: `${commandLine(io.style, words)}, if it is a business key` };
}
