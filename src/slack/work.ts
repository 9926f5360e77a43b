import { LRUCache } from "lru-cache";

/** Slack tells a delivery again within minutes; a captured request is fresh for five. */
const rememberedMs = 600_000;
const rememberedDeliveries = 50_000;

/** Questions of one person that are answered at the same time; more wait for nothing and are refused. */
const mostOfOne = 5;

/** What the app is at: each delivery once, so many of one person, and nothing forgotten at the end. */
export interface Work {
  /** Runs the work of a delivery, unless the same delivery was seen before. */
  once(delivery: string, run: () => Promise<void>): Promise<void>;
  /** Runs a question of this person, or answers false when too many of his are under way. */
  ofPerson(userId: string, run: () => Promise<void>): Promise<boolean>;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
}

export function createWork(): Work {
  const seen = new LRUCache<string, true>({ max: rememberedDeliveries, ttl: rememberedMs });
  const underWay = new Set<Promise<void>>();
  const perPerson = new Map<string, number>();
  const count = (userId: string, by: 1 | -1) => {
    const next = (perPerson.get(userId) ?? 0) + by;
    if (next > 0) perPerson.set(userId, next);
    else perPerson.delete(userId);
  };
  return {
    async once(delivery, run) {
      if (seen.has(delivery)) return;
      seen.set(delivery, true);
      const work = run();
      underWay.add(work);
      try {
        await work;
      } finally {
        underWay.delete(work);
      }
    },
    async ofPerson(userId, run) {
      if ((perPerson.get(userId) ?? 0) >= mostOfOne) return false;
      count(userId, 1);
      try {
        await run();
      } finally {
        count(userId, -1);
      }
      return true;
    },
    async idle() {
      while (underWay.size > 0) await Promise.allSettled(underWay);
    },
  };
}
