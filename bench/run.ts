import { measureOverhead } from "./overhead.ts";
import { measureStartup } from "./startup.ts";
import { measureTokens } from "./tokens.ts";

/** `npm run bench [startup|tokens|overhead]`: what README claims, measured here and now, each beside an alternative or a limit. */
const benches = { startup: measureStartup, tokens: measureTokens, overhead: measureOverhead };

const asked = process.argv.slice(2);
for (const [name, measure] of Object.entries(benches)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  console.log(`\n## ${name}`);
  for (const line of await measure()) console.log(line);
}
