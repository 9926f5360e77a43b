import { measureFleet } from "./fleet.ts";
import { measureHistory } from "./history.ts";
import { measureJson } from "./json.ts";
import { measureOverhead } from "./overhead.ts";
import { measureRequests } from "./requests.ts";
import { measureSlackHostile } from "./slack-hostile.ts";
import { measureSlackLoad } from "./slack-load.ts";
import { measureSlackMemory } from "./slack-memory.ts";
import { measureStartup } from "./startup.ts";
import { measureTokens } from "./tokens.ts";

/**
 * `npm run bench [startup|tokens|requests|overhead|history|json|fleet|slack]`: what README claims, measured here and now, each beside an alternative or
 * a limit. A limit that is broken ends the command with an error.
 */
const benches = {
  startup: measureStartup,
  tokens: measureTokens,
  requests: measureRequests,
  overhead: measureOverhead,
  history: measureHistory,
  json: measureJson,
  fleet: measureFleet,
  slack: async () => [...(await measureSlackHostile()), ...(await measureSlackLoad()), ...(await measureSlackMemory())],
};

const asked = process.argv.slice(2);
for (const [name, measure] of Object.entries(benches)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  console.log(`\n## ${name}`);
  for (const line of await measure()) console.log(line);
}
