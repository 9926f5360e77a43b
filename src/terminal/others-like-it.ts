import type { Incident } from "../core/model.ts";
import { flag } from "./shell-words.ts";

const leastPrefix = 8;

/**
 * The flags that find instances with the same fault: the message up to the first part that differs from one occurrence
 * to the next. Undefined when the message has no such beginning, or is not shown.
 */
export function othersLikeIt({ message, type }: Pick<Incident, "message" | "type">): string[] | undefined {
  if (message === null || message.startsWith("•••")) return undefined;
  const stable = /^[^\d"'`“«/\\<>{}[\]()\n…:*]*/u.exec(message)?.[0].trimEnd() ?? "";
  const prefix = Array.from(stable).slice(0, 60).join("");
  if (Array.from(prefix).length < leastPrefix) return undefined;
  const pattern = prefix === message ? message : `${prefix}*`;
  return [...flag("--incident-type", type), ...flag("--incident-message", pattern)];
}
