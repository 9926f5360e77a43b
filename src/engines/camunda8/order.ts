import type { Instance } from "./rows.ts";

export const compareText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** By start, ties by ascending key as text: the order of the port, which is not the servers' order of numbers. */
export function byStart(order: "oldest" | "newest") {
  const direction = order === "oldest" ? 1 : -1;
  return (a: Instance, b: Instance) =>
    direction * compareText(a.startedAt ?? "", b.startedAt ?? "") || compareText(a.key, b.key);
}
