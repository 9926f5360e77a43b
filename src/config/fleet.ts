import * as z from "zod";
import { connectionShape, defaultTimeoutMs, parseTimeout } from "../engines/settings.ts";
import { type Problem, problemAt } from "./problems.ts";

/** What concerns all engines of a file together, as it is written. */
export const fleetShape = {
  fleet: z
    .strictObject({
      timeout: connectionShape.timeout.describe(
        "Time for one question to several engines, 100ms to 120s; a number is milliseconds; 10s when left out",
      ),
    })
    .optional()
    .describe("How several engines are asked together"),
  aliases: z
    .array(
      z.array(z.string().min(1)).min(2, {
        // A word has a length too: it is no list, and that has been said.
        error: ({ input }) => (Array.isArray(input) ? "must list two keys or more" : "must be a list"),
      }),
    )
    .optional()
    .describe("Lists of definition keys that name one process in different engines: a question for one is for all"),
};

type FleetInput = { readonly [Key in keyof typeof fleetShape]?: z.output<(typeof fleetShape)[Key]> };

/** The same, loaded. */
export interface FleetSettings {
  /** Time for one question to several engines. */
  readonly fleetTimeoutMs: number;
  /** Groups of definition keys that name one process. */
  readonly aliases: readonly (readonly string[])[];
}

export function fleetSettings({ fleet, aliases = [] }: FleetInput): FleetSettings {
  const { timeout } = fleet ?? {};
  return { fleetTimeoutMs: (timeout === undefined ? undefined : parseTimeout(timeout)) ?? defaultTimeoutMs, aliases };
}

/** A key that stands in several places: a question for it would be for either group. Values are not repeated, lists are names. */
export function aliasProblems(aliases: readonly (readonly (string | undefined)[])[]): Problem[] {
  const seen = new Map<string, string>();
  return aliases.flatMap((keys, list) =>
    keys.flatMap((key, index) => {
      if (key === undefined) return [];
      const first = seen.get(key);
      if (first !== undefined) return [problemAt(["aliases", list, index], `is the same as ${first}`)];
      seen.set(key, `aliases[${list}][${index}]`);
      return [];
    }),
  );
}
