import { type QueryInput, tools } from "../../tools/index.ts";
import { fault } from "../core/errors.ts";
import type { InstanceRow } from "../core/model.ts";
import { runTool } from "../core/tool.ts";
import { reportOf } from "./error-text.ts";
import { jsonText } from "./json-text.ts";
import { rowsText } from "./list-view.ts";
import { type CallFactory, type Io, printError, printLine, printNote } from "./output.ts";
import { plain } from "./plain.ts";
import { startProgress } from "./progress.ts";
import { exitCodeOfNone } from "./query-exit.ts";
import { printFailures } from "./run.ts";

/** How the rows of many pages are wanted. */
export interface AllOptions {
  /** Follow the pages to the end. */
  readonly all: boolean;
  /** One instance per line as JSON. */
  readonly jsonl: boolean;
  /** `--json` beside them, which no stream of rows can serve. */
  readonly json: boolean;
}

const largestPage = 100;

/**
 * `lookout query … --all` and `--jsonl`: rows as they come, a page in memory at a time. Ends quietly when the reader has
 * gone. An error after some rows leaves them written and shows in stderr and exit code.
 */
export async function runQueryAll(io: Io, call: CallFactory, input: QueryInput, options: AllOptions): Promise<number> {
  const progress = startProgress(io);
  try {
    assertStreamable(input, options);
    const first = options.all && input.limit === undefined ? { ...input, limit: largestPage } : input;
    return await writePages(io, call, first, options, progress.update);
  } catch (error) {
    progress.stop();
    return printError(io, reportOf(error), options.json);
  } finally {
    progress.stop();
  }
}

async function writePages(
  io: Io,
  call: CallFactory,
  first: QueryInput,
  { all, jsonl }: AllOptions,
  counted: (count: number) => void,
): Promise<number> {
  let written = 0;
  let next: QueryInput | undefined = first;
  let exitIfNone = 0;
  const told = new Set<string>();
  while (next) {
    const page: Awaited<ReturnType<typeof ask>> = await ask(call, next);
    const rows = page.instances ?? [];
    const untold = page.engines.filter(({ status, engine }) => status === "ok" || !told.has(engine));
    await printFailures(io, untold);
    for (const { status, engine } of page.engines) if (status !== "ok") told.add(engine);
    if (!(await printLine(io, rowsForm(io, rows, jsonl)))) return 0;
    written += rows.length;
    counted(written);
    exitIfNone = exitCodeOfNone(page.engines);
    if (page.truncated?.reason === "candidates") await printNote(io, "not every instance could be looked at");
    if (!all && page.nextCursor !== undefined) await printNote(io, `more rows follow: --cursor ${page.nextCursor}`);
    next = all && page.nextCursor !== undefined ? { ...first, cursor: page.nextCursor } : undefined;
  }
  return written > 0 ? 0 : exitIfNone;
}

function ask(call: CallFactory, input: QueryInput) {
  return runTool(tools.query, call(), input);
}

function rowsForm(io: Io, rows: readonly InstanceRow[], jsonl: boolean): string {
  if (rows.length === 0) return "";
  if (jsonl) return rows.map((row) => jsonText(row, 0)).join("\n");
  if (io.outIsTty) return rowsText(rows, io.style);
  return plain.query({ instances: [...rows], understood: {}, engines: [] });
}

function assertStreamable({ mode }: QueryInput, { all, jsonl, json }: AllOptions): void {
  const flag = all ? "--all" : "--jsonl";
  if (mode === "count") {
    throw fault("inputContradictory", { fields: ["--count", flag], because: "numbers come in one answer" });
  }
  if (json && (all || jsonl)) {
    throw fault("inputContradictory", {
      fields: ["--json", flag],
      because: "many pages are no single object; --jsonl gives one instance per line",
    });
  }
}
