import { compareText } from "../../core/text-order.ts";
import type { Instance } from "./rows.ts";

/** By start, ties by ascending key as text: the order of the port, which is not the servers' order of numbers. */
export function byStart(order: "oldest" | "newest") {
  const direction = order === "oldest" ? 1 : -1;
  return (a: Instance, b: Instance) =>
    direction * compareText(a.startedAt ?? "", b.startedAt ?? "") || compareText(a.key, b.key);
}
