import type { Engine } from "../../src/core/engine.ts";
import { type FaultName, fault, LookoutError } from "../../src/core/errors.ts";
import { pausing } from "../../src/engines/pause.ts";
import { sample } from "../core/samples.ts";

export const engine = "north";

/** Ends of a question: an answer, or a fault. */
const ends = {
  answer: undefined,
  notFound: fault("instanceNotFound", { id: "1", engine, causes: [] }),
  unsupported: fault("notSupported", { what: "x", engine }),
  denied: fault("engineForbids", { engine, what: "x" }),
  login: fault("loginRefused", { engine }),
  badAnswer: fault("answerCutOff", { engine }),
  unreachable: fault("unreachable", { engine, url: "http://north", reason: "connection refused" }),
  timedOut: fault("timedOut", { engine, afterMs: 10_000 }),
  overloaded: fault("overloaded", { engine }),
  queueFull: fault("queueFull", { engine, limit: 64 }),
  cancelled: fault("cancelled", {}),
  defect: new TypeError("x is not a function"),
  badInput: fault("inputInvalid", { problems: ["id cannot be .."] }),
  settings: fault("certificateUntrusted", { engine, reason: "EXPIRED" }),
} as const;
export type End = keyof typeof ends;

export const answers: readonly End[] = ["answer", "notFound", "unsupported", "denied", "login", "badAnswer"];
export const failures: readonly End[] = ["unreachable", "timedOut", "overloaded"];
export const sayNothing: readonly End[] = ["cancelled", "defect", "badInput", "settings", "queueFull"];

export const methods = ["get", "query", "count", "history", "capabilities"] as const;
export type Method = (typeof methods)[number];

export interface Arrived {
  readonly method: Method;
  /** Lets the question end. */
  end(how: End): Promise<void>;
}

export const signal = new AbortController().signal;
const scope = {};
const now = new Date(0);

/** An engine whose questions end when the test says so, behind a pause with a clock that the test moves. */
export function setUp() {
  const arrived: Arrived[] = [];
  const passed: string[] = [];
  const clock = { now: 1_000.25 };

  function asked<T>(method: Method, answer: T): Promise<T> {
    const ended = Promise.withResolvers<T>();
    const end = async (how: End) => {
      const error = ends[how];
      if (error) ended.reject(error);
      else ended.resolve(answer);
      await settled();
    };
    arrived.push({ method, end });
    return ended.promise;
  }
  const page = { rows: [], more: false };
  const instance = sample();
  const inner: Engine = {
    id: engine,
    kind: "fake",
    url: "http://north",
    mayHold: (id) => id === "1",
    capabilities: () =>
      asked("capabilities", { filters: [], lacks: {}, states: [], orders: [], eventKinds: [], includes: [] }),
    idOfLink: async () => {
      passed.push("idOfLink");
      return "1";
    },
    get: () => asked("get", { instance, waitingAt: [], incidents: [], called: [], unknown: [] }),
    query: () => asked("query", page),
    count: () => asked("count", { counts: { definitions: [], incidents: [] }, total: 0 }),
    history: () => asked("history", { instance, events: [], more: false, sources: [] }),
    check: async () => {
      passed.push("check");
      return [];
    },
    close: async () => {
      passed.push("close");
    },
  };
  const outer = pausing(inner, () => clock.now);
  const listing = { filters: {}, order: "newest", limit: 1, scope, now } as const;
  const ask: Readonly<Record<Method, () => Promise<unknown>>> = {
    get: () => outer.get({ id: "1", include: [], waitUpToMs: 0, scope, now }, signal),
    query: () => outer.query(listing, signal),
    count: () => outer.count({ filters: {}, scope, now }, signal),
    history: () => outer.history({ id: "1", kinds: [], order: "oldest", limit: 1, scope }, signal),
    capabilities: () => outer.capabilities(signal),
  };

  /** Asks; tells what it ended with, or that it is under way. */
  async function begin(method: Method = "query"): Promise<{ arrived?: Arrived; forMs?: number; answered?: true }> {
    const before = arrived.length;
    let outcome: { forMs?: number; answered?: true } = {};
    ask[method]().then(
      () => {
        outcome = { answered: true };
      },
      (error: unknown) => {
        if (error instanceof LookoutError && isPaused(error)) outcome = { forMs: error.facts.forMs };
      },
    );
    await settled();
    const one = arrived[before];
    return one ? { arrived: one } : outcome;
  }

  /** One question from beginning to end; undefined when it reached the engine, else what is left of the pause in ms. */
  async function question(how: End, method?: Method): Promise<number | undefined> {
    const begun = await begin(method);
    await begun.arrived?.end(how);
    return begun.forMs;
  }

  async function questions(...hows: readonly End[]): Promise<(number | undefined)[]> {
    const outcomes: (number | undefined)[] = [];
    for (const how of hows) outcomes.push(await question(how));
    return outcomes;
  }

  return { outer, arrived, passed, clock, begin, question, questions };
}

const isPaused = (error: LookoutError<FaultName>): error is LookoutError<"paused"> => error.fault === "paused";

/** What is left to do without a timer has been done. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));
