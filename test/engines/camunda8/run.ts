// npm run test:camunda8: starts a real Camunda 8.6, fills it, runs the tests against it, and stops everything.
import { command, vitest } from "../command.ts";
import { findJdks } from "./jdks.ts";
import type { Cluster } from "./launch.ts";
import { prepare, stopped } from "./prepare.ts";

const config = "test/engines/camunda8/vitest.config.ts";

await command(async () => {
  const { LOOKOUT_TEST_CAMUNDA8_URL } = process.env;
  if (LOOKOUT_TEST_CAMUNDA8_URL) return vitest(config, {});
  const jdks = findJdks();
  if ("missing" in jdks) {
    console.error(`${jdks.missing} Or set LOOKOUT_TEST_CAMUNDA8_URL to the address of a cluster that runs already.`);
    return 1;
  }
  const clusters: Cluster[] = [];
  let code = 1;
  let left: string[] = [];
  try {
    code = await vitest(config, await prepare((cluster) => clusters.push(cluster)));
  } finally {
    left = (await Promise.all(clusters.map(stopped))).flat();
  }
  return left.length > 0 ? 1 : code;
});
