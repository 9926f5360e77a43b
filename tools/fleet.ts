import { describe, kindOf } from "../src/core/describe.ts";
import { fault, type LookoutError, toLookoutError } from "../src/core/errors.ts";
import type { EngineReport } from "../src/core/model.ts";
import type { Context, VisibleEngine } from "../src/core/tool.ts";

/** How one of the engines asked answered. */
export type Outcome<T> = { readonly asked: VisibleEngine } & (
  | { readonly answer: T; readonly error?: undefined }
  | { readonly answer?: undefined; readonly error: LookoutError }
);

/**
 * Every engine's own answer or error, asked side by side. Several share one deadline, so that none keeps the others waiting;
 * the error of a single one is thrown, unless it `isFleet` all the same: the rest of several. Throws `cancelled` when the
 * caller aborted.
 */
export async function askAll<E extends VisibleEngine, T>(
  context: Context,
  engines: readonly E[],
  question: (asked: E, signal: AbortSignal) => Promise<T>,
  isFleet = engines.length > 1,
): Promise<Outcome<T>[]> {
  const [only] = engines;
  if (only && !isFleet) return [{ asked: only, answer: await question(only, context.signal) }];
  return Promise.all(
    engines.map(async (asked): Promise<Outcome<T>> => {
      try {
        return { asked, answer: await inTime(context, asked, question) };
      } catch (error) {
        if (context.signal.aborted) throw fault("cancelled", {}, error);
        return { asked, error: toLookoutError(error) };
      }
    }),
  );
}

/** The question's answer, unless the common deadline comes first: an engine that does not notice its abort is not waited for. */
async function inTime<E extends VisibleEngine, T>(
  { signal, fleetTimeoutMs }: Context,
  asked: E,
  question: (asked: E, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const ending = new AbortController();
  const ended = Promise.withResolvers<never>();
  // In this order, so that the reason comes before whatever the engine makes of its abort.
  const end = (reason: LookoutError) => {
    ended.reject(reason);
    ending.abort(reason);
  };
  const cancel = () => end(fault("cancelled", {}));
  const afterMs = fleetTimeoutMs ?? 0;
  const timer =
    afterMs > 0 ? setTimeout(() => end(fault("timedOut", { engine: asked.engine.id, afterMs })), afterMs) : undefined;
  signal.addEventListener("abort", cancel, { once: true });
  if (signal.aborted) cancel();
  try {
    return await Promise.race([question(asked, ending.signal), ended.promise]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", cancel);
  }
}

const refusals: ReadonlySet<string> = new Set(["unsupported", "denied", "invalidInput"]);

/** What an answer says of an engine that gave none: it refused the question, or it failed. */
export function reportOf(engine: string, error: LookoutError): EngineReport {
  return { engine, status: refusals.has(kindOf(error)) ? "refused" : "failed", error: describe(error) };
}
