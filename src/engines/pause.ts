import { kindOf } from "../core/describe.ts";
import type { Capabilities, Engine } from "../core/engine.ts";
import { type ErrorKind, fault, toLookoutError } from "../core/errors.ts";

/** Questions in a row that get no answer before an engine is left alone. */
const patience = 3;

const firstPauseMs = 5_000;
const longestPauseMs = 60_000;

/** What is told while another question tries whether the engine is back: nobody knows how long that takes. */
const whileTriedMs = 1_000;

const withoutAnswer: ReadonlySet<ErrorKind> = new Set(["unreachable", "timedOut", "rateLimited"]);

/** Ends that say nothing about the engine: the caller left, or the question never was one to it. */
const untelling: ReadonlySet<ErrorKind> = new Set(["cancelled", "internal", "invalidInput", "configuration"]);

/**
 * The engine, left alone while it is down, so that many askers cannot add to what ails it: after three questions in a row without
 * an answer, questions fail at once with `paused` for 5 s; then a single one is let through, and only its answer opens the way for
 * the others, while each further failure doubles the pause, up to a minute. There are no timers: `clock` tells a time in ms that
 * never goes back.
 */
export function pausing(engine: Engine, clock: () => number): Engine {
  const pause = createPause(engine.id, clock);
  let known: Capabilities | undefined;

  /**
   * Adapters answer this from memory, or without any engine: their answer proves nothing. And in a pause it is not needed from the
   * engine, which leaves the one question that is let through to what comes after it.
   */
  async function capabilities(signal: AbortSignal): Promise<Capabilities> {
    if (known && pause.isOn()) return known;
    known = await pause.through(() => engine.capabilities(signal), false);
    return known;
  }

  return {
    ...engine,
    capabilities,
    get: (question, signal) => pause.through(() => engine.get(question, signal)),
    query: (question, signal) => pause.through(() => engine.query(question, signal)),
    count: (question, signal) => pause.through(() => engine.count(question, signal)),
    history: (question, signal) => pause.through(() => engine.history(question, signal)),
  };
}

function createPause(engine: string, clock: () => number) {
  let failures = 0;
  /** 0 while the engine is asked as ever. */
  let pauseMs = 0;
  let pausedUntil = 0;
  /** Questions are numbered, so that those under way at a failure are known, also within one tick of the clock. */
  let begun = 0;
  let counted = 0;
  let trial: number | undefined;

  function begin(): number {
    if (pauseMs > 0) {
      const leftMs = Math.ceil(pausedUntil - clock());
      if (leftMs > 0) throw fault("paused", { engine, forMs: leftMs });
      if (trial !== undefined) throw fault("paused", { engine, forMs: whileTriedMs });
    }
    begun += 1;
    if (pauseMs > 0) trial = begun;
    return begun;
  }

  function answered(): void {
    failures = 0;
    pauseMs = 0;
    trial = undefined;
  }

  /** One outage fails everything that is under way: what began before the last failure was counted is the same failure. */
  function failed(question: number): void {
    if (question <= counted) return;
    counted = begun;
    failures += 1;
    if (failures < patience) return;
    pauseMs = pauseMs === 0 ? firstPauseMs : Math.min(2 * pauseMs, longestPauseMs);
    pausedUntil = clock() + pauseMs;
  }

  /** `proves`: whether an answer shows that the engine lives. */
  async function through<T>(ask: () => Promise<T>, proves = true): Promise<T> {
    const question = begin();
    try {
      const answer = await ask();
      if (proves) answered();
      return answer;
    } catch (error) {
      const failure = toLookoutError(error);
      const kind = kindOf(failure);
      // A full queue is our own: the question never left.
      if (failure.fault === "queueFull" || untelling.has(kind)) throw error;
      if (withoutAnswer.has(kind)) failed(question);
      else answered();
      throw error;
    } finally {
      if (trial === question) trial = undefined;
    }
  }

  return { isOn: () => pauseMs > 0, through };
}
