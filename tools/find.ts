import { withCorrelation } from "../src/core/correlation.ts";
import { kindOf } from "../src/core/describe.ts";
import { fault, LookoutError, toLookoutError } from "../src/core/errors.ts";
import type { EngineReport } from "../src/core/model.ts";
import { type Call, runTool, visibleEngines } from "../src/core/tool.ts";
import { reportOf } from "./fleet.ts";
import { type GetOutput, type QueryInput, type QueryOutput, tools } from "./index.ts";
import { sharedBy } from "./owner.ts";

/** What a bare word names. */
export type Found =
  | {
      readonly kind: "instance";
      readonly got: GetOutput;
      /** Those that failed or refused meanwhile; none where the word is an id, which no other engine has. */
      readonly engines: readonly EngineReport[];
    }
  | {
      readonly kind: "instances";
      readonly found: QueryOutput;
      /** The question that gave the list. Absent where several engines have an instance of this very id. */
      readonly question?: QueryInput;
    }
  | {
      readonly kind: "none";
      /** Every engine asked: one that failed may have it, one that refused was asked for the id only. */
      readonly engines: readonly EngineReport[];
    };

/** The world of the next question; asked anew for each, since it holds the time. */
type CallFactory = () => Call;

/**
 * What a word names: a link, an instance id or, where no engine has such an id, a business key, `*` in it a wildcard. Throws what
 * ends the question: `cancelled`, `internal`, `engineUnknown`, whatever keeps a link from its instance, the failure of an only engine.
 */
export function findByKey(call: CallFactory, key: string, engine?: string): Promise<Found> {
  return withCorrelation(async () => {
    if (/^https?:\/\//i.test(key)) return foundById(call, key, await askForId(call, key, engine));
    if (key.includes("*")) return foundByKey(call, key, engine, await askForKey(call(), key, engine));
    return findAsBoth(call, key, engine);
  });
}

/** Faults after which asking for a business key can give nothing better. */
const final: ReadonlySet<string> = new Set(["cancelled", "internal", "engineUnknown", "linkUnknown"]);

/** The id and the business key are looked up at once, so that an engine that hangs costs one deadline; the id outweighs the key. */
async function findAsBoth(call: CallFactory, key: string, engine: string | undefined): Promise<Found> {
  const needless = new AbortController();
  const { signal, ...world } = call();
  const askingForKey = { ...world, signal: AbortSignal.any([signal, needless.signal]) };
  const byKey = askForKey(askingForKey, key, engine).catch(toLookoutError);
  const byId = await askForId(call, key, engine).catch(toLookoutError);
  if (byId instanceof LookoutError && !final.has(byId.fault)) {
    const answer = await byKey;
    if (answer instanceof LookoutError) throw answer;
    return foundByKey(call, key, engine, { ...answer, engines: withUnchecked(answer.engines, byId) });
  }
  needless.abort(fault("cancelled", {}));
  if (byId instanceof LookoutError) throw byId;
  return foundById(call, key, byId);
}

function get(call: CallFactory, id: string, engine: string | undefined): Promise<GetOutput> {
  return runTool(tools.get, call(), { id, engine });
}

/** The instance of this id; where several engines have one, their names. */
async function askForId(call: CallFactory, id: string, engine: string | undefined) {
  try {
    return await get(call, id, engine);
  } catch (error) {
    const engines = sharedBy(toLookoutError(error));
    if (engines.length > 0) return { engines };
    throw error;
  }
}

async function foundById(
  call: CallFactory,
  id: string,
  held: GetOutput | { readonly engines: readonly string[] },
): Promise<Found> {
  if ("instance" in held) return { kind: "instance", got: held, engines: [] };
  const answers = await Promise.all(held.engines.map((engine) => get(call, id, engine)));
  const instances = answers.map(({ instance }) => instance);
  const engines = instances.map(({ engine }) => ({ engine, status: "ok" as const, total: 1 }));
  return { kind: "instances", found: { instances, understood: {}, engines } };
}

const questionFor = (businessKey: string, engine: string | undefined): QueryInput => ({
  businessKey,
  ...(engine === undefined ? {} : { engine }),
});

/** The instances with this business key. An only engine that cannot look up keys is reported, as each of several is. */
async function askForKey(call: Call, key: string, engine: string | undefined): Promise<QueryOutput> {
  try {
    return await runTool(tools.query, call, questionFor(key, engine));
  } catch (thrown) {
    const error = toLookoutError(thrown);
    const only = engine ?? visibleEngines(call)[0]?.id;
    const report = only === undefined || final.has(error.fault) ? undefined : reportOf(only, error);
    if (report?.status !== "refused" || kindOf(error) === "invalidInput") throw error;
    return { instances: [], understood: {}, engines: [report] };
  }
}

async function foundByKey(
  call: CallFactory,
  key: string,
  engine: string | undefined,
  found: QueryOutput,
): Promise<Found> {
  const { instances = [], engines, nextCursor } = found;
  const [first, ...others] = instances;
  if (!first) return { kind: "none", engines };
  if (others.length > 0 || nextCursor !== undefined)
    return { kind: "instances", found, question: questionFor(key, engine) };
  const got = await get(call, first.id, first.engine);
  return { kind: "instance", got, engines: engines.filter(({ status }) => status !== "ok") };
}

/** The reports on the look-up of the key, with the engines where the id itself could not be looked up. */
function withUnchecked(engines: readonly EngineReport[], error: LookoutError): EngineReport[] {
  const kind = kindOf(error);
  const { facts } = error;
  const failed: readonly string[] =
    kind === "notFound" || kind === "invalidInput"
      ? []
      : "failed" in facts
        ? facts.failed
        : "engine" in facts
          ? [facts.engine]
          : [];
  return engines.map((report) =>
    report.status === "ok" && failed.includes(report.engine) ? reportOf(report.engine, error) : report,
  );
}
