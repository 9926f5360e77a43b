import { reportOf as reportOfEngine } from "../../tools/fleet.ts";
import { tools } from "../../tools/index.ts";
import { describe } from "../core/describe.ts";
import { type LookoutError, toLookoutError } from "../core/errors.ts";
import type { EngineReport } from "../core/model.ts";
import { nearest } from "../core/schema-problems.ts";
import { type Call, type OutputOf, runTool } from "../core/tool.ts";
import { oneLine } from "./clean.ts";
import { reportOf, sharedBy } from "./error-text.ts";
import { type CallFactory, type Forms, type Io, printAnswer, printError } from "./output.ts";
import { plain } from "./plain.ts";
import type { QueryOutput } from "./query-head.ts";
import { printFailures, printFound, printGot } from "./run.ts";
import { screen } from "./screen.ts";
import { commandLine, flag } from "./shell-words.ts";

type GetOutput = OutputOf<typeof tools.get>;

export interface FindOptions {
  readonly json: boolean;
  readonly engine?: string | undefined;
  /** Words that are commands, to hint at one when the key looks like a slip of it. */
  readonly commands?: readonly string[] | undefined;
}

/** `lookout KEY`: a link, an instance id or, where no engine has such an id, a business key. */
export async function runFind(io: Io, call: CallFactory, key: string, options: FindOptions): Promise<number> {
  try {
    const { answers, unchecked } = await findById(call, key, options.engine);
    const [only, ...others] = answers;
    if (!only) return await printByKey(io, call, key, unchecked, options);
    if (others.length > 0) await printTwins(io, key, answers, options.json);
    else await printGot(io, call, only, options.json);
    return 0;
  } catch (error) {
    return printError(io, reportOf(error), options.json);
  }
}

interface ById {
  /** Several where engines have the same id. */
  readonly answers: readonly GetOutput[];
  /** Why it is not known that no engine has the id. */
  readonly unchecked?: LookoutError;
}

/** Faults after which asking for a business key can give nothing better. */
const final: ReadonlySet<string> = new Set(["cancelled", "internal", "engineUnknown", "linkUnknown"]);

async function findById(call: CallFactory, key: string, engine: string | undefined): Promise<ById> {
  const isLink = /^https?:\/\//i.test(key);
  if (key.includes("*") && !isLink) return { answers: [] };
  const get = (from: string | undefined) => runTool(tools.get, call(), { id: key, engine: from });
  try {
    return { answers: [await get(engine)] };
  } catch (thrown) {
    const error = toLookoutError(thrown);
    const twins = sharedBy(error);
    if (twins.length > 0) return { answers: await Promise.all(twins.map(get)) };
    if (isLink || final.has(error.fault)) throw error;
    const { kind } = describe(error);
    return kind === "notFound" || kind === "invalidInput" ? { answers: [] } : { answers: [], unchecked: error };
  }
}

async function printTwins(io: Io, key: string, answers: readonly GetOutput[], json: boolean): Promise<void> {
  const instances = answers.map(({ instance }) => instance);
  const engines = instances.map(({ engine }) => ({ engine, status: "ok" as const, total: 1 }));
  const output: QueryOutput = { instances, understood: {}, engines };
  const forms: Forms<QueryOutput> = {
    screen: (list, style) => screen.query({ ...list, understood: { businessKey: key } }, style),
    plain: plain.query,
  };
  await printAnswer(io, output, forms, json);
}

async function printByKey(
  io: Io,
  call: CallFactory,
  key: string,
  unchecked: LookoutError | undefined,
  options: FindOptions,
): Promise<number> {
  const { engine, json } = options;
  const question = { businessKey: key, ...(engine === undefined ? {} : { engine }) };
  const output = await runTool(tools.query, call(), question).catch((error: unknown) => refused(call(), engine, error));
  const found = { ...output, engines: withUnchecked(output.engines, unchecked) };
  const [first, ...others] = found.instances ?? [];
  if (!first) return printNone(io, key, found.engines, options);
  if (others.length > 0 || found.nextCursor !== undefined) await printFound(io, call, found, question, json);
  else {
    await printFailures(io, found.engines);
    await printGot(io, call, await runTool(tools.get, call(), { id: first.id, engine: first.engine }), json);
  }
  return 0;
}

/** An only engine throws what several would report each for itself; that it cannot look up keys is no reason to stop. */
function refused({ engines, access, caller }: Call, engine: string | undefined, thrown: unknown): QueryOutput {
  const only = engine ?? engines.find(({ id }) => access(caller, id) !== undefined)?.id;
  const error = toLookoutError(thrown);
  const report = only === undefined || final.has(error.fault) ? undefined : reportOfEngine(only, error);
  if (report?.status !== "refused" || describe(error).kind === "invalidInput") throw error;
  return { instances: [], understood: {}, engines: [report] };
}

/** The reports on the look-up of the key, with the engines where the id itself could not be looked up. */
function withUnchecked(engines: readonly EngineReport[], error: LookoutError | undefined): EngineReport[] {
  if (!error) return [...engines];
  const { facts } = error;
  const failed: readonly string[] = "failed" in facts ? facts.failed : "engine" in facts ? [facts.engine] : [];
  return engines.map((report) =>
    report.status === "ok" && failed.includes(report.engine) ? reportOfEngine(report.engine, error) : report,
  );
}

/** One clear "not found"; when an engine failed, "none" is not known, and the kind says so. */
async function printNone(
  io: Io,
  key: string,
  engines: readonly EngineReport[],
  { json, commands }: FindOptions,
): Promise<number> {
  const failed = engines.filter(({ status }) => status === "failed");
  await printFailures(io, failed);
  const asked = engines.filter(({ status }) => status !== "failed").map(({ engine }) => engine);
  const byIdOnly = engines.filter(({ status }) => status === "refused");
  const parts = [
    ...(asked.length > 0 ? [`No instance with id or business key ${oneLine(key)} in ${asked.join(", ")}.`] : []),
    ...(failed.length > 0 ? [`${failed.map(({ engine }) => engine).join(", ")} NOT checked.`] : []),
    ...byIdOnly.map(({ engine, error }) => `Looked up by id only in ${engine}: ${error?.message ?? ""}`),
  ];
  const next = nextOfNone(io, key, failed.length > 0, byIdOnly[0], commands ?? []);
  const kind = failed[0]?.error?.kind ?? "notFound";
  return printError(io, { kind, message: parts.join(" "), ...(next === undefined ? {} : { next }) }, json);
}

function nextOfNone(
  io: Io,
  key: string,
  failed: boolean,
  byIdOnly: EngineReport | undefined,
  commands: readonly string[],
): string | undefined {
  const command = /^[a-z]+$/.test(key) ? nearest(key, commands) : undefined;
  if (command !== undefined) return `did you mean the command \`${commandLine(io.style, [command])}\`?`;
  if (failed) return commandLine(io.style, ["doctor"]);
  if (byIdOnly) return byIdOnly.error?.next;
  if (key.includes("*")) return undefined;
  return `${commandLine(io.style, ["query", ...flag("--business-key", `${key}*`)])} for keys that begin like it`;
}
