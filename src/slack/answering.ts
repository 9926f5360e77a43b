import { findByKey } from "../../tools/find.ts";
import { type GetOutput, type HistoryOutput, type QueryOutput, tools } from "../../tools/index.ts";
import { type CanAsk, canAskOf } from "../core/askable.ts";
import { describe, type ErrorReport, kindOf } from "../core/describe.ts";
import { fault, type LookoutError, toLookoutError } from "../core/errors.ts";
import type { EngineReport } from "../core/model.ts";
import { type Call, runTool, visibleEngines } from "../core/tool.ts";
import type { Request, RequestOf } from "./request.ts";

/** What a request came to, before it is words; `request` is what a Refresh asks again. */
export type Answer =
  | {
      readonly kind: "instance";
      readonly output: GetOutput;
      readonly request: RequestOf<"get">;
      readonly missing: readonly EngineReport[];
    }
  | {
      readonly kind: "instances";
      readonly output: QueryOutput;
      readonly request: RequestOf<"query"> | RequestOf<"find">;
    }
  | { readonly kind: "history"; readonly output: HistoryOutput; readonly request: RequestOf<"history"> }
  | { readonly kind: "none"; readonly key: string; readonly engines: readonly EngineReport[] }
  | { readonly kind: "engines"; readonly engines: readonly { readonly id: string; readonly kind: string }[] }
  | { readonly kind: "help"; readonly request: RequestOf<"help"> }
  | { readonly kind: "failed"; readonly report: ErrorReport; readonly request: Request };

/** Time for one question, whatever it asks, in ms: who waits in a channel waits no longer. */
export const answerTimeoutMs = 20_000;

/** Share of it for the engines; a deadline of theirs says which one did not answer. */
const fleetTimeoutMs = 15_000;

/** Characters of JSON that an answer may have; a message of Slack's holds about as many. */
const maxCharacters = 12_000;

/** The call as Slack's readers can wait for it and read it. */
export function forSlack(call: Call): Call {
  return { ...call, maxCharacters, fleetTimeoutMs: Math.min(call.fleetTimeoutMs ?? fleetTimeoutMs, fleetTimeoutMs) };
}

/** Asks. Never throws: what went wrong is an answer too. */
export async function answerTo(request: Request, call: Call): Promise<Answer> {
  try {
    return await asked(request, call);
  } catch (thrown) {
    return { kind: "failed", report: describe(outOfTime(toLookoutError(thrown), call)), request };
  }
}

function asked(request: Request, call: Call): Promise<Answer> | Answer {
  switch (request.ask) {
    case "get":
      return instance(request, call);
    case "query":
      return instances(request, call);
    case "history":
      return history(request, call);
    case "find":
      return found(request, call);
    case "engines":
      return { kind: "engines", engines: visibleEngines(call).map(({ id, kind }) => ({ id, kind })) };
    case "help":
      return { kind: "help", request };
  }
}

async function instance(request: RequestOf<"get">, call: Call): Promise<Answer> {
  return { kind: "instance", output: await runTool(tools.get, call, request.input), request, missing: [] };
}

async function instances(request: RequestOf<"query">, call: Call): Promise<Answer> {
  return { kind: "instances", output: await runTool(tools.query, call, request.input), request };
}

/** People name an instance by its business key here too; where the key has several, they choose one of the list. */
async function history(request: RequestOf<"history">, call: Call): Promise<Answer> {
  const { id, engine, cursor } = request.input;
  try {
    return { kind: "history", output: await runTool(tools.history, call, request.input), request };
  } catch (thrown) {
    const error = toLookoutError(thrown);
    if (kindOf(error) !== "notFound" || cursor !== undefined) throw error;
    const named = await found({ ask: "find", input: { key: id, ...(engine === undefined ? {} : { engine }) } }, call);
    if (named.kind !== "instance") return named;
    const { instance } = named.output;
    return history({ ask: "history", input: { ...request.input, id: instance.id, engine: instance.engine } }, call);
  }
}

async function found(request: RequestOf<"find">, call: Call): Promise<Answer> {
  const { key, engine } = request.input;
  const what = await findByKey(() => call, key, engine);
  switch (what.kind) {
    case "instance": {
      const { id, engine: owner } = what.got.instance;
      return {
        kind: "instance",
        output: what.got,
        request: { ask: "get", input: { id, engine: owner } },
        missing: what.engines,
      };
    }
    case "instances":
      return {
        kind: "instances",
        output: what.found,
        request: what.question ? { ask: "query", input: what.question } : request,
      };
    case "none":
      return { kind: "none", key, engines: what.engines };
  }
}

/** What the engines of an answer can be asked next; everything where the answer is of none. */
export async function askableOf(answer: Answer, call: Call): Promise<CanAsk | undefined> {
  if (answer.kind === "instance") return canAskOf(call, [answer.output.instance.engine]);
  if (answer.kind !== "instances") return undefined;
  const answered = answer.output.engines.filter(({ status }) => status === "ok");
  return canAskOf(
    call,
    answered.map(({ engine }) => engine),
  );
}

/** A question that our own deadline ended was not cancelled by anybody. */
function outOfTime(error: LookoutError, call: Call): LookoutError {
  const isDeadline = call.signal.reason instanceof DOMException && call.signal.reason.name === "TimeoutError";
  if (error.fault !== "cancelled" || !isDeadline) return error;
  const engine = visibleEngines(call)
    .map(({ id }) => id)
    .join(", ");
  return fault("timedOut", { engine, afterMs: answerTimeoutMs });
}
