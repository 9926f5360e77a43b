import { z } from "zod";
import { redactIncident, redactInstance, redactRelative, redactVariable } from "../src/core/access.ts";
import { includes } from "../src/core/engine.ts";
import { fault } from "../src/core/errors.ts";
import * as model from "../src/core/model.ts";
import { inScope } from "../src/core/recheck.ts";
import { type Context, defineTool, engineOf } from "../src/core/tool.ts";

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
  unknown: z.array(z.string()).describe("parts that could not be read now"),
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
    const target = locate(context, id, engine);
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
    if (!inScope(target.view.scope, answer.instance)) {
      throw fault("instanceNotFound", {
        id: target.id,
        engine: target.engine.id,
        causes: ["otherEngine", "notPermitted"],
      });
    }
    return {
      ...answer,
      waitingAt: [...answer.waitingAt],
      incidents: [...answer.incidents],
      called: [...answer.called],
      unknown: [...answer.unknown],
      variables: answer.variables ? [...answer.variables] : undefined,
    };
  },
  redact(answer, viewOf) {
    const view = viewOf(answer.instance.engine);
    return {
      ...answer,
      instance: redactInstance(view, answer.instance),
      incidents: answer.incidents.map((incident) => redactIncident(view, incident)),
      called: answer.called.map((relative) => redactRelative(view, relative)),
      ...(answer.parent ? { parent: redactRelative(view, answer.parent) } : {}),
      ...(answer.root ? { root: redactRelative(view, answer.root) } : {}),
      ...(answer.variables ? { variables: answer.variables.map((variable) => redactVariable(view, variable)) } : {}),
    };
  },
});

/** The engine and the bare id that a given id or link means. Throws `linkUnknown` for a link of no visible engine. */
export function locate(context: Context, idOrLink: string, engine: string | undefined) {
  if (!/^https?:\/\//i.test(idOrLink)) return { ...engineOf(context, engine), id: idOrLink };
  const candidates = engine === undefined ? context.engines : [engineOf(context, engine)];
  for (const candidate of candidates) {
    const id = candidate.engine.idOfLink(idOrLink);
    if (id !== undefined) return { ...candidate, id };
  }
  throw fault("linkUnknown", { link: idOrLink });
}
