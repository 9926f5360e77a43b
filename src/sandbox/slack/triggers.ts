/** Trigger ids: good for one modal, and for three seconds. */
export interface Triggers {
  issue(user: string): string;
  /** Whose it is, or why it opens nothing. */
  exchange(trigger: string): { readonly user: string } | { readonly error: string };
}

const goodForMs = 3_000;
const remembered = 10_000;

export function triggerIds(now: () => number): Triggers {
  const issued = new Map<string, { readonly user: string; readonly until: number; exchanged: boolean }>();
  let count = 0;
  return {
    issue: (user) => {
      count += 1;
      const trigger = `${9_000_000_000 + count}.${1_000_000 + count}.${count.toString(16).padStart(32, "0")}`;
      issued.set(trigger, { user, until: now() + goodForMs, exchanged: false });
      const [oldest] = issued.keys();
      if (issued.size > remembered && oldest !== undefined) issued.delete(oldest);
      return trigger;
    },
    exchange: (trigger) => {
      const found = issued.get(trigger);
      if (!found) return { error: "invalid_trigger_id" };
      if (found.exchanged) return { error: "exchanged_trigger_id" };
      if (now() > found.until) return { error: "expired_trigger_id" };
      found.exchanged = true;
      return { user: found.user };
    },
  };
}
