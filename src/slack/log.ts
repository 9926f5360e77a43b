import type { Logger } from "@slack/bolt";
import { LogLevel } from "@slack/bolt";
import { oneLine } from "../words/clean.ts";

/** Where the app tells whoever runs it what happened; facts first, then one sentence. */
export interface Log {
  info(facts: object, sentence: string): void;
  warn(facts: object, sentence: string): void;
  error(facts: object, sentence: string): void;
}

/**
 * The log as Bolt and its clients want one. They put whole payloads into debug lines, and what people typed with them:
 * those lines are dropped, and a level of INFO keeps Bolt from making them.
 */
export function boltLogger(log: Log): Logger {
  const told = (parts: readonly unknown[]) => oneLine(parts.map(String).join(" "));
  return {
    debug: () => {},
    info: () => {},
    warn: (...parts) => log.warn({ from: "bolt" }, told(parts)),
    error: (...parts) => log.error({ from: "bolt" }, told(parts)),
    setLevel: () => {},
    getLevel: () => LogLevel.INFO,
    setName: () => {},
  };
}
