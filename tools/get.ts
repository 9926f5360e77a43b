import * as z from "zod";
import { redactIncident, redactInstance, redactRelative, redactVariable, redactWaiting } from "../src/core/access.ts";
import { type InstanceAnswer, includes } from "../src/core/engine.ts";
import { fault, LookoutError } from "../src/core/errors.ts";
import { rowsThatFit } from "../src/core/fit.ts";
import * as model from "../src/core/model.ts";
import { type Context, defineTool } from "../src/core/tool.ts";
import { askOwner, assertVisible } from "./owner.ts";

const input = z.strictObject({
  id: z.string().trim().min(1).max(2_000).describe("instance id, or a link to it"),
  engine: z.string().optional().describe("engine id"),
  include: z.array(z.enum(includes)).optional(),
  waitUpToMs: z.int().min(0).max(10_000).optional().describe("wait for an instance just started"),
});

const output = z.object({
  instance: model.processInstance,
  waitingAt: z.array(model.waiting).describe("where it is now"),
  incidents: z.array(model.incident).describe("open root causes, also in called instances"),
  parent: model.relative.optional(),
  root: model.relative.optional(),
  called: z.array(model.relative),
  calledTotal: z.int().optional(),
  variables: z.array(model.variable).optional(),
  waitingTotal: z.int().optional(),
  incidentsTotal: z.int().optional(),
  variablesTotal: z.int().optional(),
  unknown: z.array(z.string()).describe("could not be read now"),
});

/** Where one instance is, what it waits for, and why it is stuck. */
export const get = defineTool({
  name: "get_process_instance",
  title: "Get a process instance",
  description:
    "One process instance by id or link: state, where it is now, what it waits for, open incidents (also of instances it called), parent, root, called instances. " +
    "Use it when you have an id. Without an id use query_process_instances; for what happened before use get_process_instance_history.",
  input,
  output,
  async run(context, asked) {
    return fitted(await awaited(context, asked), context.maxCharacters);
  },
  redact(answer, viewOf) {
    const view = viewOf(answer.instance.engine);
    const { parent, root, called, waitingAt } = answer;
    const shown = new Set([parent, root, ...called].flatMap((relative) => relative?.id ?? []));
    return {
      ...answer,
      instance: redactInstance(view, answer.instance, shown),
      waitingAt: waitingAt.map((waiting) => redactWaiting(view, shown, waiting)),
      incidents: answer.incidents.map((incident) => redactIncident(view, incident)),
      called: answer.called.map((relative) => redactRelative(view, relative)),
      ...(answer.parent ? { parent: redactRelative(view, answer.parent) } : {}),
      ...(answer.root ? { root: redactRelative(view, answer.root) } : {}),
      ...(answer.variables ? { variables: answer.variables.map((variable) => redactVariable(view, variable)) } : {}),
    };
  },
});

type Input = z.output<typeof input>;

/** Faults after which an instance may still turn up. */
const mayCome: ReadonlySet<string> = new Set(["instanceNotFound", "instanceNowhere", "instanceNotChecked"]);

/** Where several engines may have it, all are asked before any is waited in, and none is waited in for what another has by then. */
async function awaited(context: Context, asked: Input): Promise<InstanceAnswer> {
  const { engine, waitUpToMs = 0 } = asked;
  if (waitUpToMs === 0 || engine !== undefined || context.engines.length < 2) return look(context, asked);
  try {
    return await look(context, { ...asked, waitUpToMs: 0 });
  } catch (error) {
    if (!(error instanceof LookoutError && mayCome.has(error.fault))) throw error;
    const { fleetTimeoutMs } = context;
    const longer = fleetTimeoutMs === undefined ? {} : { fleetTimeoutMs: fleetTimeoutMs + waitUpToMs };
    return look({ ...context, ...longer }, asked);
  }
}

function look(context: Context, { id, engine, include = [], waitUpToMs = 0 }: Input): Promise<InstanceAnswer> {
  const turnedUp = new AbortController();
  return askOwner(context, id, engine, async (owner, signal) => {
    if (include.length > 0) {
      const can = (await owner.engine.capabilities(signal)).includes;
      const missing = include.find((part) => !can.includes(part));
      if (missing) throw fault("notSupported", { what: `include ${missing}`, engine: owner.engine.id, can });
    }
    const question = { id: owner.id, include, waitUpToMs, scope: owner.view.scope, now: context.now };
    const found = await owner.engine.get(question, AbortSignal.any([signal, turnedUp.signal]));
    assertVisible(owner, found.instance);
    if (waitUpToMs > 0) turnedUp.abort(fault("cancelled", {}));
    return found;
  });
}

/** Most rows of each list, and the share of a caller's size cap that is used up when it ends. */
const listCaps = {
  incidents: { rows: 20, share: 0.5 },
  waitingAt: { rows: 50, share: 0.75 },
  variables: { rows: 200, share: 1 },
} as const;

/** The answer within the caller's size: long lists are cut, the causes of trouble last, and say how long they were. */
function fitted(answer: InstanceAnswer, maxCharacters: number | undefined): z.input<typeof output> {
  const { incidents, waitingAt, variables, called, unknown, ...rest } = answer;
  let used = JSON.stringify([rest, called, unknown]).length + 600;
  const cut = <T>(rows: readonly T[], { rows: most, share }: { rows: number; share: number }): T[] => {
    const cap = maxCharacters === undefined ? undefined : maxCharacters * share;
    const kept = rows.slice(0, Math.min(most, rowsThatFit(rows, used, cap)));
    used += JSON.stringify(kept).length;
    return kept;
  };
  const keptIncidents = cut(incidents, listCaps.incidents);
  const keptWaiting = cut(waitingAt, listCaps.waitingAt);
  const keptVariables = variables && cut(variables, listCaps.variables);
  return {
    ...rest,
    waitingAt: keptWaiting,
    incidents: keptIncidents,
    called: [...called],
    ...(keptVariables ? { variables: keptVariables } : {}),
    ...(keptWaiting.length < waitingAt.length ? { waitingTotal: waitingAt.length } : {}),
    ...(keptIncidents.length < incidents.length ? { incidentsTotal: incidents.length } : {}),
    ...(variables && keptVariables && keptVariables.length < variables.length
      ? { variablesTotal: variables.length }
      : {}),
    unknown: [...unknown],
  };
}
