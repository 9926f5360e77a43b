import { kindOf } from "../core/describe.ts";
import { type ErrorKind, LookoutError } from "../core/errors.ts";

/** Failures of a part that say something about the whole question: then there is no answer. */
const fatal: ReadonlySet<ErrorKind> = new Set([
  "cancelled",
  "timedOut",
  "unauthenticated",
  "configuration",
  "internal",
]);

/**
 * Parts of one answer that are read side by side. A part that cannot be read is named with the kind of its failure, the others
 * still stand; a lost login, a passed deadline and our own defects end the whole.
 */
export function createParts() {
  const failed = new Map<string, ErrorKind>();
  return {
    failed,
    async read<T>(name: string, fallback: T, reading: Promise<T>): Promise<T> {
      try {
        return await reading;
      } catch (error) {
        if (!(error instanceof LookoutError) || fatal.has(kindOf(error))) throw error;
        failed.set(name, kindOf(error));
        return fallback;
      }
    },
  };
}

export type Parts = ReturnType<typeof createParts>;
