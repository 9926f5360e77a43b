import type { z } from "zod";
import { type Access, localCaller, type View } from "../../src/core/access.ts";
import type { Engine } from "../../src/core/engine.ts";
import { type Call, runTool, type Tool } from "../../src/core/tool.ts";
import { now, openView } from "../core/samples.ts";

/** Asks tools of these engines as `local`, who sees what the view lets see. */
export function askerOf(engines: readonly Engine[], view: Partial<View> = {}, call: Partial<Call> = {}) {
  const access: Access = () => ({ ...openView, ...view });
  const world: Call = { caller: localCaller, access, engines, now, signal: new AbortController().signal, ...call };
  return <I extends z.ZodObject, O extends z.ZodObject>(tool: Tool<I, O>, input: unknown) =>
    runTool(tool, world, input);
}
