import type { z } from "zod";
import { type Access, localCaller, type View } from "../../src/core/access.ts";
import type { Engine } from "../../src/core/engine.ts";
import { LookoutError } from "../../src/core/errors.ts";
import type { ProcessInstance } from "../../src/core/model.ts";
import { type Call, runTool, type Tool } from "../../src/core/tool.ts";
import { now, openView, sample } from "../core/samples.ts";

/** Asks tools of these engines as `local`, who sees what the view lets see. */
export function askerOf(engines: readonly Engine[], view: Partial<View> = {}, call: Partial<Call> = {}) {
  const access: Access = () => ({ ...openView, ...view });
  const world: Call = { caller: localCaller, access, engines, now, signal: new AbortController().signal, ...call };
  return <I extends z.ZodObject, O extends z.ZodObject>(tool: Tool<I, O>, input: unknown) =>
    runTool(tool, world, input);
}

/** Name of the fault that an asking ends with; undefined when it is answered. */
export const faultOf = (asking: Promise<unknown>) =>
  asking.then(
    () => undefined,
    (error: unknown) => (error instanceof LookoutError ? error.fault : error),
  );

export const minutesAgo = (minutes: number) => new Date(now.getTime() - minutes * 60_000).toISOString();

/** Instances that started one minute after another, newest first. */
export const rows = (count: number, facts: (n: number) => Partial<ProcessInstance> = () => ({})) =>
  Array.from({ length: count }, (_, n) =>
    sample({ id: `i-${String(n).padStart(3, "0")}`, startedAt: minutesAgo(n), ...facts(n) }),
  );
