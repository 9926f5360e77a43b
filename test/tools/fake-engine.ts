import type { Capabilities, Engine, HistoryAnswer, InstanceAnswer, InstanceQuestion } from "../../src/core/engine.ts";
import { includes } from "../../src/core/engine.ts";
import { fault } from "../../src/core/errors.ts";
import { type FilterName, filters, orders } from "../../src/core/filters.ts";
import {
  type Counts,
  eventKinds,
  type HistoryEvent,
  instanceStates,
  type ProcessInstance,
} from "../../src/core/model.ts";

export interface Fake {
  /** Filters are not applied: what matches is what is given. */
  readonly instances?: readonly ProcessInstance[];
  /** What `get` tells beside the instance. */
  readonly detail?: Partial<Omit<InstanceAnswer, "instance">>;
  readonly events?: readonly HistoryEvent[];
  readonly counts?: Counts;
  /** Told of every list, as if only so many candidates had been looked at. */
  readonly considered?: number;
  /** Most rows of a page, whatever limit is asked. */
  readonly most?: number;
  readonly lacks?: { readonly [K in keyof Capabilities]?: Capabilities[K] };
  /** Form of the ids that it may have; any when left out. */
  readonly ids?: RegExp;
  /** Called before anything is answered. */
  readonly before?: (method: string, question: object, signal: AbortSignal) => void | Promise<void>;
}

const isFilterName = (name: string): name is FilterName => Object.hasOwn(filters.shape, name);
const without = <T>(all: readonly T[], lacking: readonly T[] = []) => all.filter((one) => !lacking.includes(one));
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** An engine in memory that keeps the port's promises on order, position and scope to the letter. */
export function fakeEngine(id: string, fake: Fake = {}): Engine {
  const { instances = [], events = [], lacks = {}, before = () => {} } = fake;

  function find(asked: string): ProcessInstance {
    const found = instances.find((one) => one.id === asked);
    if (!found) throw fault("instanceNotFound", { id: asked, engine: id, causes: ["otherEngine", "cleanedUp"] });
    return found;
  }

  return {
    id,
    kind: "fake",
    url: `https://${id}.example`,
    mayHold: (asked) => fake.ids?.test(asked) ?? true,
    capabilities: async () => ({
      lacks: {},
      filters: without(Object.keys(filters.shape).filter(isFilterName), lacks.filters),
      states: without(instanceStates, lacks.states),
      orders: without(orders, lacks.orders),
      eventKinds: without(eventKinds, lacks.eventKinds),
      includes: without(includes, lacks.includes),
    }),
    idOfLink: async (link) => (link.startsWith(`https://${id}.example/`) ? link.split("/").at(-1) : undefined),
    async get(question, signal) {
      await before("get", question, signal);
      return { waitingAt: [], incidents: [], called: [], unknown: [], ...fake.detail, instance: find(question.id) };
    },
    async query(question, signal) {
      await before("query", question, signal);
      const rows = listed(instances, question);
      const limit = Math.min(question.limit, fake.most ?? question.limit);
      return {
        rows: rows.slice(0, limit),
        more: rows.length > limit,
        ...(fake.considered === undefined ? {} : { considered: fake.considered }),
      };
    },
    async count(question, signal) {
      await before("count", question, signal);
      const counts = fake.counts ?? { definitions: [], incidents: [] };
      return {
        counts,
        total: instances.length,
        ...(fake.considered === undefined ? {} : { considered: fake.considered }),
      };
    },
    async history(question, signal): Promise<HistoryAnswer> {
      await before("history", question, signal);
      const turn = question.order === "oldest" ? 1 : -1;
      const order = (a: HistoryEvent, b: Pick<HistoryEvent, "startedAt" | "kind" | "id">) =>
        turn * (compare(a.startedAt, b.startedAt) || compare(a.kind, b.kind) || compare(a.id, b.id));
      const { after } = question;
      const left = events
        .filter((one) => question.kinds.includes(one.kind) && (!after || order(one, after) > 0))
        .sort(order);
      return {
        instance: find(question.id),
        events: left.slice(0, question.limit),
        more: left.length > question.limit,
        sources: question.kinds.map((kind) => ({ kind, status: "recorded" })),
      };
    },
    check: async () => [],
    close: async () => {},
  };
}

/** The rows after the position, in the order asked, ties by ascending id. */
function listed(
  instances: readonly ProcessInstance[],
  { order, after, skip = 0 }: InstanceQuestion,
): ProcessInstance[] {
  if (order === "longestWaiting") return instances.slice(skip);
  const turn = order === "newest" ? -1 : 1;
  const started = (one: ProcessInstance) => one.startedAt ?? "";
  const isLeft = (one: ProcessInstance) => {
    if (!after) return true;
    const place = turn * compare(started(one), after.startedAt);
    return place > 0 || (place === 0 && after.afterId !== null && one.id > after.afterId);
  };
  return instances.filter(isLeft).sort((a, b) => turn * compare(started(a), started(b)) || compare(a.id, b.id));
}
