import { tools } from "../../tools/index.ts";
import { fault, toLookoutError } from "../core/errors.ts";
import type { EngineReport, InstanceRow } from "../core/model.ts";
import { nearest } from "../core/schema-problems.ts";
import { type Call, type OutputOf, runTool } from "../core/tool.ts";
import { oneLine } from "./clean.ts";
import { reportOf } from "./error-text.ts";
import { type CallFactory, type Forms, type Io, printAnswer, printError } from "./output.ts";
import { plain } from "./plain.ts";
import { printFailures } from "./run.ts";
import { screen } from "./screen.ts";
import { commandLine, flag } from "./shell-words.ts";

type GetOutput = OutputOf<typeof tools.get>;

export interface FindOptions {
  readonly json: boolean;
  readonly engine?: string | undefined;
  /** Words that are commands, to hint at one when the key looks like a slip of it. */
  readonly commands?: readonly string[] | undefined;
}

interface Found {
  readonly instances: readonly InstanceRow[];
  /** Whole answers, where the id itself was known. */
  readonly answers: readonly GetOutput[];
  /** One entry per engine asked. */
  readonly engines: readonly EngineReport[];
  readonly nextCursor?: string;
}

/**
 * `lookout KEY`: a link, an instance id or a business key. Every visible engine is asked, since engines of the same kind
 * may use the same ids; business keys are looked up where no engine knows the id.
 */
export async function runFind(io: Io, call: CallFactory, key: string, options: FindOptions): Promise<number> {
  try {
    if (/^https?:\/\//i.test(key)) {
      const answer = await runTool(tools.get, call(), { id: key, engine: options.engine });
      await printAnswer(io, answer, getForms, options.json);
      return 0;
    }
    const engines = options.engine === undefined ? visibleEngines(call()) : [options.engine];
    const found = await find(call, key, engines);
    return await printOutcome(io, call, key, found, options);
  } catch (error) {
    return printError(io, reportOf(error), options.json);
  }
}

function visibleEngines({ engines, access, caller }: Call): string[] {
  const visible = engines.filter(({ id }) => access(caller, id) !== undefined).map(({ id }) => id);
  if (visible.length === 0) throw fault("engineUnknown", { engine: "to ask", engines: [] });
  return visible;
}

async function find(call: CallFactory, key: string, engines: readonly string[]): Promise<Found> {
  const byId = await Promise.all(engines.map((engine) => findById(call, key, engine)));
  const answers = byId.flatMap(({ answer }) => answer ?? []);
  if (answers.length > 0) {
    return { answers, instances: answers.map(({ instance }) => instance), engines: byId.map(({ report }) => report) };
  }
  const byKey = await Promise.all(
    byId.map(({ report }) => (report.status === "ok" ? findByBusinessKey(call, key, report.engine) : { report })),
  );
  const instances = byKey
    .flatMap((one) => ("instances" in one ? one.instances : []))
    .toSorted((a, b) => (b.startedAt ?? "").localeCompare(a.startedAt ?? ""));
  const [only, ...others] = byKey;
  const nextCursor = only && "nextCursor" in only && others.length === 0 ? only.nextCursor : undefined;
  return {
    answers,
    instances,
    engines: byKey.map(({ report }) => report),
    ...(nextCursor === undefined ? {} : { nextCursor }),
  };
}

async function findById(call: CallFactory, id: string, engine: string) {
  if (id.includes("*")) return { report: { engine, status: "ok", total: 0 } satisfies EngineReport };
  try {
    const answer = await runTool(tools.get, call(), { id, engine });
    return { answer, report: { engine, status: "ok", total: 1 } satisfies EngineReport };
  } catch (error) {
    const report = reportOf(error);
    const noSuchId = report.kind === "notFound" || (report.kind === "invalidInput" && !concernsAll(error));
    if (noSuchId) return { report: { engine, status: "ok", total: 0 } satisfies EngineReport };
    return { report: failure(engine, error) };
  }
}

async function findByBusinessKey(call: CallFactory, businessKey: string, engine: string) {
  try {
    const { instances = [], engines, nextCursor } = await runTool(tools.query, call(), { businessKey, engine });
    return { instances, nextCursor, report: engines[0] ?? ({ engine, status: "ok" } satisfies EngineReport) };
  } catch (error) {
    return { report: failure(engine, error) };
  }
}

/** Whether asking other engines can give nothing better. */
function concernsAll(error: unknown): boolean {
  const { fault: name } = toLookoutError(error);
  return name === "cancelled" || name === "internal" || name === "engineUnknown";
}

function failure(engine: string, error: unknown): EngineReport {
  if (concernsAll(error)) throw error;
  const report = reportOf(error);
  const refused = report.kind === "unsupported" || report.kind === "denied" || report.kind === "invalidInput";
  return { engine, status: refused ? "refused" : "failed", error: report };
}

const getForms = { screen: screen.get, plain: plain.get };

async function printOutcome(io: Io, call: CallFactory, key: string, found: Found, options: FindOptions) {
  const { instances, answers, engines, nextCursor } = found;
  const [first, ...others] = instances;
  if (!first) return printNone(io, key, found, options);
  await printFailures(io, engines);
  if (others.length === 0 && nextCursor === undefined) {
    const answer = answers[0] ?? (await runTool(tools.get, call(), { id: first.id, engine: first.engine }));
    await printAnswer(io, answer, getForms, options.json);
    return 0;
  }
  const understood = answers.length > 0 ? {} : { businessKey: key };
  const output = {
    instances: [...instances],
    understood,
    engines: [...engines],
    ...(nextCursor ? { nextCursor } : {}),
  };
  const again = commandLine(io.style, ["query", ...flag("--business-key", key)]);
  const forms: Forms<typeof output> = {
    screen: (list, style) => screen.query({ ...list, understood: { businessKey: key } }, { ...style, again }),
    plain: plain.query,
  };
  await printAnswer(io, output, forms, options.json);
  return 0;
}

/** One clear "not found"; when an engine failed, "none" is not known, and the kind says so. */
async function printNone(io: Io, key: string, { engines }: Found, { json, commands }: FindOptions): Promise<number> {
  const failed = engines.filter(({ status }) => status === "failed");
  const [only, ...others] = engines;
  if (only?.error && only.status === "failed" && others.length === 0) return printError(io, only.error, json);
  await printFailures(io, failed);
  const asked = engines.filter(({ status }) => status !== "failed").map(({ engine }) => engine);
  const refused = engines.find(({ status }) => status === "refused");
  const parts = [
    ...(asked.length > 0 ? [`No instance with id or business key ${oneLine(key)} in ${asked.join(", ")}.`] : []),
    ...(failed.length > 0 ? [`${failed.map(({ engine }) => engine).join(", ")} NOT checked.`] : []),
    ...(refused?.error ? [`Looked up by id only in ${refused.engine}: ${refused.error.message}`] : []),
  ];
  const next = nextOfNone(io, key, failed.length > 0, refused, commands ?? []);
  const kind = failed[0]?.error?.kind ?? "notFound";
  return printError(io, { kind, message: parts.join(" "), ...(next === undefined ? {} : { next }) }, json);
}

function nextOfNone(
  io: Io,
  key: string,
  failed: boolean,
  refused: EngineReport | undefined,
  commands: readonly string[],
): string | undefined {
  const command = /^[a-z]+$/.test(key) ? nearest(key, commands) : undefined;
  if (command !== undefined) return `did you mean the command \`${commandLine(io.style, [command])}\`?`;
  if (failed) return commandLine(io.style, ["doctor"]);
  if (refused) return refused.error?.next;
  if (key.includes("*")) return undefined;
  return `${commandLine(io.style, ["query", ...flag("--business-key", `${key}*`)])} for keys that begin like it`;
}
