import { setTimeout } from "node:timers/promises";
import type { Capabilities, CheckFinding, Engine, InstanceAnswer, InstanceQuestion } from "../../src/core/engine.ts";
import { fault, type LookoutError } from "../../src/core/errors.ts";
import { type FilterName, filters, orders } from "../../src/core/filters.ts";
import {
  type Counts,
  eventKinds,
  type HistoryEvent,
  type HistorySource,
  instanceStates,
  type ProcessInstance,
} from "../../src/core/model.ts";
import { matches, parsePattern } from "../../src/core/pattern.ts";
import { emptyAnswer } from "./world.ts";

/** What a fake engine holds. */
export interface Holding {
  readonly rows: readonly ProcessInstance[];
  readonly answers?: Readonly<Record<string, Partial<InstanceAnswer>>>;
  readonly events?: Readonly<Record<string, readonly HistoryEvent[]>>;
  readonly sources?: readonly HistorySource[];
  readonly counts?: Counts;
  readonly findings?: readonly CheckFinding[];
  /** Filters it can do; all when absent. */
  readonly can?: readonly FilterName[];
  /** A query takes so long. */
  readonly delayMs?: number;
  /** Every question ends so. */
  readonly failing?: (id: string) => LookoutError;
}

const everyFilter = filters.keyof().options;

/** An engine of fixed data behind the port, without a wire. */
export function fakeEngine(id: string, kind: string, holding: Holding): Engine {
  const capabilities: Capabilities = {
    lacks: {},
    filters: holding.can ?? everyFilter,
    states: instanceStates,
    orders,
    eventKinds,
    includes: ["variables", "incidentsResolved", "stackTraces"],
  };
  const assertUp = () => {
    if (holding.failing) throw holding.failing(id);
  };
  const rowOf = (wanted: string) => {
    assertUp();
    const row = holding.rows.find((each) => each.id === wanted);
    if (!row) throw fault("instanceNotFound", { id: wanted, engine: id, causes: ["otherEngine", "cleanedUp"] });
    return row;
  };
  return {
    id,
    kind,
    url: `https://${id}.example.com/engine-rest`,
    mayHold: () => true,
    capabilities: async () => capabilities,
    idOfLink: async (link) => (link.startsWith(`https://${id}.example.com/`) ? link.split("/").at(-1) : undefined),
    get: async (question) => {
      const instance = rowOf(question.id);
      const { variables, ...answer } = { ...emptyAnswer, ...holding.answers?.[question.id], instance };
      return { ...answer, ...(variables && question.include.includes("variables") ? { variables } : {}) };
    },
    query: async (question) => {
      assertUp();
      if (holding.delayMs !== undefined) await setTimeout(holding.delayMs);
      return pageOf(holding.rows, question);
    },
    count: async () => {
      assertUp();
      const counts = holding.counts ?? { definitions: [], incidents: [] };
      const total = counts.definitions.flatMap(({ byState }) => Object.values(byState)).reduce((a, b) => a + b, 0);
      return { counts, total, totalIsLowerBound: false };
    },
    history: async (question) => {
      const instance = rowOf(question.id);
      const all = (holding.events?.[question.id] ?? []).filter(({ kind: each }) => question.kinds.includes(each));
      const from = question.after ? all.findIndex((event) => event.id === question.after?.id) + 1 : 0;
      const events = all.slice(from, from + question.limit);
      return { instance, events, more: from + events.length < all.length, sources: holding.sources ?? [] };
    },
    check: async () => holding.findings ?? [{ check: "reachable", status: "ok", facts: { ms: 12 } }],
    close: async () => {},
  };
}

function pageOf(rows: readonly ProcessInstance[], { filters: asked, order, limit, after }: InstanceQuestion) {
  const key = asked.businessKey === undefined ? undefined : parsePattern(asked.businessKey);
  const direction = order === "oldest" ? 1 : -1;
  const found = rows
    .filter((row) => !key || (typeof row.businessKey === "string" && matches(key, row.businessKey)))
    .filter((row) => asked.hasIncident === undefined || (row.hasIncident ?? false) === asked.hasIncident)
    .filter((row) => !asked.state || asked.state.includes(row.state))
    .filter((row) => !asked.definitionKey || asked.definitionKey.includes(row.definition.key))
    .toSorted((a, b) => {
      const [one = "", two = ""] = [a.startedAt, b.startedAt];
      return one === two ? (a.id < b.id ? -1 : 1) : one < two ? -direction : direction;
    });
  const follows = (row: ProcessInstance) => {
    if (!after) return true;
    const start = row.startedAt ?? "";
    if (start === after.startedAt) return after.afterId !== null && row.id > after.afterId;
    return direction === 1 ? start > after.startedAt : start < after.startedAt;
  };
  const rest = found.filter(follows);
  return { rows: rest.slice(0, limit), more: rest.length > limit };
}
