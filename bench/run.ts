import { measureFleet } from "./fleet.ts";
import { measureHistory } from "./history.ts";
import { measureJson } from "./json.ts";
import { measureOverhead } from "./overhead.ts";
import { measureRequests } from "./requests.ts";
import { measureStartup } from "./startup.ts";
import { measureTokens } from "./tokens.ts";

/**
 * `npm run bench [startup|tokens|requests|overhead|history|json|fleet]`: what README claims, measured here and now, each beside an alternative or a
 * limit. A limit that is broken ends the command with an error.
 */
const benches = {
  startup: measureStartup,
  tokens: measureTokens,
  requests: measureRequests,
  overhead: measureOverhead,
  history: measureHistory,
  json: measureJson,
  fleet: measureFleet,
};

const asked = process.argv.slice(2);
for (const [name, measure] of Object.entries(benches)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  console.log(`\n## ${name}`);
  for (const line of await measure()) console.log(line);
}
