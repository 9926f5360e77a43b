import type { CountAnswer, Engine, HistoryAnswer, InstanceAnswer, InstancePage } from "../../src/core/engine.ts";
import { fault } from "../../src/core/errors.ts";
import { type FilterName, filters } from "../../src/core/filters.ts";
import { eventKinds, instanceStates } from "../../src/core/model.ts";

export interface FakeData {
  readonly instances?: Readonly<Record<string, InstanceAnswer>>;
  readonly histories?: Readonly<Record<string, HistoryAnswer>>;
  readonly page?: (skip: number, limit: number) => InstancePage;
  readonly counts?: CountAnswer;
  /** Filters that this engine does not know. */
  readonly lacks?: readonly FilterName[];
  /** The id that never answers until the signal aborts. */
  readonly slowId?: string;
}

/** What an engine was asked and how the asking ended, for tests of cancellation. */
export interface Seen {
  started: number;
  aborted: number;
}

/** An engine with fixed answers, behind the port that real adapters implement. */
export function fakeEngine(id: string, data: FakeData, seen: Seen = { started: 0, aborted: 0 }): Engine {
  const known = Object.keys(filters.shape).filter(isFilterName);
  return {
    id,
    kind: "camunda7",
    url: `https://${id}.example/engine-rest`,
    mayHold: () => true,
    capabilities: async () => ({
      lacks: {},
      filters: known.filter((name) => !data.lacks?.includes(name)),
      states: instanceStates,
      orders: ["newest", "oldest", "longestWaiting"],
      eventKinds,
      includes: ["variables", "incidentsResolved", "stackTraces"],
    }),
    idOfLink: async (link) => /\/process-instance\/([^/?#]+)/.exec(link)?.[1],
    async get(question, signal) {
      seen.started += 1;
      if (question.id === data.slowId) await untilAborted(signal, seen);
      const { variables, ...found } = data.instances?.[question.id] ?? missing(question.id, id);
      return { ...found, ...(question.include.includes("variables") && variables ? { variables } : {}) };
    },
    async query({ limit, skip, after }) {
      return data.page?.(skip ?? (after ? limit : 0), limit) ?? { rows: [], more: false };
    },
    count: async () => data.counts ?? { counts: { definitions: [], incidents: [] }, total: 0 },
    history: async ({ id: asked }) => data.histories?.[asked] ?? missing(asked, id),
    check: async () => [],
    close: async () => {},
  };
}

function missing(id: string, engine: string): never {
  throw fault("instanceNotFound", { id, engine, causes: ["otherEngine", "cleanedUp"] });
}

function untilAborted(signal: AbortSignal, seen: Seen): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener("abort", () => {
      seen.aborted += 1;
      reject(signal.reason);
    });
  });
}

function isFilterName(name: string): name is FilterName {
  return Object.hasOwn(filters.shape, name);
}
