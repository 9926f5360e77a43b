import * as z from "zod";
import { nearest } from "../core/schema-problems.ts";
import { aliasProblems } from "./fleet.ts";
import { type Problem, problemAt } from "./problems.ts";

const textOrNothing = z.string().optional().catch(undefined);

// Only what the rules below compare, and nothing refused: other problems of the same file are told beside these.
const loose = z.object({
  engines: z.array(z.object({ id: textOrNothing }).catch({})).catch([]),
  access: z
    .object({
      rules: z
        .array(
          z
            .object({ callers: z.array(textOrNothing).catch([]), engines: z.array(z.string()).catch([]) })
            .catch({ callers: [], engines: [] }),
        )
        .catch([]),
    })
    .catch({ rules: [] }),
  aliases: z.array(z.array(textOrNothing).catch([])).catch([]),
  slack: z.object({ incidentChannels: z.array(textOrNothing).catch([]) }).catch({ incidentChannels: [] }),
});

type Loose = z.output<typeof loose>;

/**
 * What no single key shows: engines of the same id, access rules for engines or callers that cannot be there, aliases of two
 * processes, channels that are listed twice.
 */
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
  const others = [...aliasProblems(data.aliases), ...callerProblems(data.access), ...channelProblems(data.slack)];
  if (known.length < ids.length) return [...twice, ...others];
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
  return [...twice, ...strangers, ...others];
}

/** How callers from Slack are named: by workspace, channel, person or user group, each by its id. */
const slackCaller = /^slack:[TCGDUWS][A-Z0-9]{2,}$/;

/** A rule for a name would never be found, and whoever may rename a channel could then choose the rule. */
function callerProblems({ rules }: Loose["access"]): Problem[] {
  return rules.flatMap(({ callers }, rule) =>
    callers.flatMap((caller, index) => {
      if (caller === undefined || !/^\s*slack\s*:/i.test(caller) || slackCaller.test(caller)) return [];
      const text =
        "must be slack: and an id of Slack's, not a name: slack:T… is a workspace, slack:C… a channel, slack:U… a person, slack:S… a user group";
      return [problemAt(["access", "rules", rule, "callers", index], text)];
    }),
  );
}

function channelProblems({ incidentChannels }: Loose["slack"]): Problem[] {
  return incidentChannels.flatMap((channel, index) => {
    const first = incidentChannels.indexOf(channel);
    if (channel === undefined || first === index) return [];
    return [problemAt(["slack", "incidentChannels", index], `is the same as slack.incidentChannels[${first}]`)];
  });
}
