import { AsyncLocalStorage } from "node:async_hooks";
import { randomUUID } from "node:crypto";

const storage = new AsyncLocalStorage<string>();

/**
 * Runs one question under a correlation id, which its requests to engines, log lines and answer share. What a question asks
 * on the way keeps its id.
 */
export function withCorrelation<T>(run: () => Promise<T>): Promise<T> {
  return storage.getStore() === undefined ? storage.run(randomUUID().slice(0, 8), run) : run();
}

/** The id of the question under way, or "-" outside of one. */
export function correlationId(): string {
  return storage.getStore() ?? "-";
}
