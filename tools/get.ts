import * as z from "zod";
import { redactIncident, redactInstance, redactRelative, redactVariable, redactWaiting } from "../src/core/access.ts";
import { type InstanceAnswer, includes } from "../src/core/engine.ts";
import { fault } from "../src/core/errors.ts";
import { rowsThatFit } from "../src/core/fit.ts";
import * as model from "../src/core/model.ts";
import { inScope } from "../src/core/recheck.ts";
import { type Context, defineTool, engineOf, type VisibleEngine } from "../src/core/tool.ts";

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
  async run(context, { id, engine, include, waitUpToMs }) {
    const target = await locate(context, id, engine);
    if (include?.length) {
      const can = (await target.engine.capabilities(context.signal)).includes;
      const missing = include.find((part) => !can.includes(part));
      if (missing) throw fault("notSupported", { what: `include ${missing}`, engine: target.engine.id, can });
    }
    const answer = await target.engine.get(
      {
        id: target.id,
        include: include ?? [],
        waitUpToMs: waitUpToMs ?? 0,
        scope: target.view.scope,
        now: context.now,
      },
      context.signal,
    );
    assertVisible(target, answer.instance);
    return fitted(answer, context.maxCharacters);
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

/** Throws `instanceNotFound` for an instance outside the policy: nothing tells it from an unknown one. */
export function assertVisible({ engine, view }: VisibleEngine, instance: model.ProcessInstance): void {
  if (inScope(view.scope, instance)) return;
  const causes = ["otherEngine", "notPermitted", "cleanedUp", "historyNotRecorded"] as const;
  throw fault("instanceNotFound", { id: instance.id, engine: engine.id, causes });
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

/** The engine and the bare id that a given id or link means. Throws `linkUnknown` for a link of no visible engine. */
export async function locate(context: Context, idOrLink: string, engine: string | undefined) {
  if (!/^https?:\/\//i.test(idOrLink)) return { ...engineOf(context, engine), id: idOrLink };
  const candidates = engine === undefined ? context.engines : [engineOf(context, engine)];
  for (const candidate of candidates) {
    const id = await candidate.engine.idOfLink(idOrLink);
    if (id !== undefined) return { ...candidate, id };
  }
  throw fault("linkUnknown", { link: idOrLink });
}
