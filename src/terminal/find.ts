import { type Found, findByKey } from "../../tools/find.ts";
import type { QueryOutput } from "../../tools/index.ts";
import type { EngineReport } from "../core/model.ts";
import { nearest } from "../core/schema-problems.ts";
import { oneLine } from "../words/clean.ts";
import { reportOf } from "./error-text.ts";
import { type CallFactory, type Forms, type Io, printAnswer, printError } from "./output.ts";
import { plain } from "./plain.ts";
import { printFailures, printFound, printGot } from "./run.ts";
import { screen } from "./screen.ts";
import { commandLine, flag } from "./shell-words.ts";

export interface FindOptions {
  readonly json: boolean;
  readonly engine?: string | undefined;
  /** Words that are commands, to hint at one when the key looks like a slip of it. */
  readonly commands?: readonly string[] | undefined;
}

/** `lookout KEY`: a link, an instance id or, where no engine has such an id, a business key. */
export async function runFind(io: Io, call: CallFactory, key: string, options: FindOptions): Promise<number> {
  try {
    return await printWhatIsFound(io, call, key, await findByKey(call, key, options.engine), options);
  } catch (error) {
    return printError(io, reportOf(error), options.json);
  }
}

async function printWhatIsFound(io: Io, call: CallFactory, key: string, answer: Found, options: FindOptions) {
  const { json } = options;
  if (answer.kind === "none") return printNone(io, key, answer.engines, options);
  if (answer.kind === "instance") {
    await printFailures(io, answer.engines, true);
    await printGot(io, call, answer.got, json);
  } else if (answer.question) await printFound(io, call, answer.found, answer.question, json);
  else await printTwins(io, key, answer.found, json);
  return 0;
}

/** Instances of one id in several engines, which the headline names as it names a business key. */
async function printTwins(io: Io, key: string, output: QueryOutput, json: boolean): Promise<void> {
  const forms: Forms<QueryOutput> = {
    screen: (list, style) => screen.query({ ...list, understood: { businessKey: key } }, style),
    plain: plain.query,
  };
  await printAnswer(io, output, forms, json);
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
