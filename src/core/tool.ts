import type { z } from "zod";
import type { Access, Caller, View } from "./access.ts";
import { withCorrelation } from "./correlation.ts";
import type { Engine } from "./engine.ts";
import { fault, LookoutError, toLookoutError } from "./errors.ts";
import { schemaProblems } from "./schema-problems.ts";

/** What a tool may use: nothing else of the world reaches it. */
export interface Context {
  /** Engines this caller may see, in the order of the configuration. */
  readonly engines: readonly VisibleEngine[];
  readonly now: Date;
  readonly signal: AbortSignal;
  /** Largest answer of this caller in characters of JSON; none for a terminal. */
  readonly maxCharacters?: number;
  /** Time for one question to several engines, in ms; without it only the deadlines of the engines themselves hold. */
  readonly fleetTimeoutMs?: number;
  /** Groups of definition keys that name one process in different engines. */
  readonly aliases: readonly (readonly string[])[];
}

export interface VisibleEngine {
  readonly engine: Engine;
  readonly view: View;
}

/** A question the product can be asked. The only way to run one is `runTool`. */
export interface Tool<I extends z.ZodObject = z.ZodObject, O extends z.ZodObject = z.ZodObject> {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly input: I;
  readonly output: O;
  run(context: Context, input: z.output<I>): Promise<z.input<O>>;
  /** The answer without what the caller may not see; every tool must say how. */
  redact(output: z.output<O>, viewOf: (engine: string) => View): z.output<O>;
}

export type InputOf<T extends Tool> = z.input<T["input"]>;
export type OutputOf<T extends Tool> = z.output<T["output"]>;

/** Types a tool from its schemas. */
export function defineTool<I extends z.ZodObject, O extends z.ZodObject>(tool: Tool<I, O>): Tool<I, O> {
  return tool;
}

/** The world of one question: what `main` wires once and each call completes. */
export interface Call {
  readonly caller: Caller;
  readonly access: Access;
  readonly engines: readonly Engine[];
  readonly now: Date;
  readonly signal: AbortSignal;
  readonly maxCharacters?: number;
  readonly fleetTimeoutMs?: number;
  readonly aliases?: Context["aliases"];
}

/** The engines that exist for the caller, in the order of the configuration. */
export function visibleEngines({ access, caller, engines }: Pick<Call, "access" | "caller" | "engines">) {
  return engines.filter(({ id }) => access(caller, id) !== undefined);
}

/**
 * The only door: validates the input, narrows the engines to what the caller may see, runs, validates the output and redacts it.
 * Throws `LookoutError` only.
 */
export function runTool<I extends z.ZodObject, O extends z.ZodObject>(
  tool: Tool<I, O>,
  call: Call,
  rawInput: unknown,
): Promise<z.output<O>> {
  return withCorrelation(() => answer(tool, call, rawInput));
}

async function answer<I extends z.ZodObject, O extends z.ZodObject>(tool: Tool<I, O>, call: Call, rawInput: unknown) {
  try {
    const context = contextOf(call);
    const input = tool.input.safeParse(rawInput);
    if (!input.success) throw fault("inputInvalid", { problems: schemaProblems(tool.input, input.error.issues) });
    call.signal.throwIfAborted();
    const output = tool.output.safeParse(await tool.run(context, input.data));
    if (!output.success)
      throw fault("internal", { detail: `the answer of ${tool.name} does not fit its schema` }, output.error);
    return tool.redact(output.data, (id) => viewOf(context, id));
  } catch (error) {
    if (call.signal.aborted && !(error instanceof LookoutError)) throw fault("cancelled", {}, error);
    throw toLookoutError(error);
  }
}

function contextOf(call: Call): Context {
  const engines = call.engines.flatMap((engine) => {
    const view = call.access(call.caller, engine.id);
    return view ? [{ engine, view }] : [];
  });
  const { now, signal, maxCharacters, fleetTimeoutMs, aliases = [] } = call;
  return {
    engines,
    now,
    signal,
    aliases,
    ...(maxCharacters === undefined ? {} : { maxCharacters }),
    ...(fleetTimeoutMs === undefined ? {} : { fleetTimeoutMs }),
  };
}

function viewOf(context: Context, id: string): View {
  const visible = context.engines.find(({ engine }) => engine.id === id);
  if (!visible) throw fault("internal", { detail: "an answer names an engine that was not asked" });
  return visible.view;
}

/** The engines a question is for: the one that is named, or all that the caller may see. Throws `engineUnknown`. */
export function enginesOf(context: Context, id: string | undefined): readonly VisibleEngine[] {
  const { engines } = context;
  if (id === undefined) {
    if (engines.length === 0) throw fault("engineUnknown", { engine: "to ask", engines: [] });
    return engines;
  }
  const found = engines.filter(({ engine }) => engine.id === id);
  if (found.length === 0) throw fault("engineUnknown", { engine: id, engines: engines.map(({ engine }) => engine.id) });
  return found;
}
