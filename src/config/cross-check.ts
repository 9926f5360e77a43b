import * as z from "zod";
import { nearest } from "../core/schema-problems.ts";
import { aliasProblems } from "./fleet.ts";
import { type Problem, problemAt } from "./problems.ts";

// Only what the rules below compare, and nothing refused: other problems of the same file are told beside these.
const loose = z.object({
  engines: z.array(z.object({ id: z.string().optional().catch(undefined) }).catch({})).catch([]),
  access: z
    .object({ rules: z.array(z.object({ engines: z.array(z.string()).catch([]) }).catch({ engines: [] })).catch([]) })
    .catch({ rules: [] }),
  aliases: z.array(z.array(z.string().optional().catch(undefined)).catch([])).catch([]),
});

/** What no single key shows: engines of the same id, access rules for engines that are not there, aliases of two processes. */
export function crossCheck(value: unknown): Problem[] {
  const { data } = loose.safeParse(value);
  if (!data) return [];
  const ids = data.engines.map((engine) => engine.id);
  const known = ids.filter((id) => id !== undefined);
  const twice = ids.flatMap((id, index) => {
    const first = ids.indexOf(id);
    if (id === undefined || first === index) return [];
    return [problemAt(["engines", index, "id"], `is ${id}, as that of engines[${first}] is`)];
  });
  const ambiguous = aliasProblems(data.aliases);
  if (known.length < ids.length) return [...twice, ...ambiguous];
  const strangers = data.access.rules.flatMap((rule, ruleIndex) =>
    rule.engines.flatMap((id, index) => {
      if (known.includes(id)) return [];
      const near = nearest(id, known);
      const hint = near ? `; did you mean ${near}?` : ` (known: ${known.join(", ")})`;
      return [
        problemAt(["access", "rules", ruleIndex, "engines", index], `names ${id}, which is no engine here${hint}`),
      ];
    }),
  );
  return [...twice, ...strangers, ...ambiguous];
}
