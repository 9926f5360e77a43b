import { handOver, say } from "../command.ts";
import { type Cluster, demo, launchCamunda8 } from "./launch.ts";
import { takenPorts } from "./ports.ts";
import { seedCamunda8 } from "./seed.ts";
import type { Handover } from "./under-test.ts";

const parcels = 40;

/** A cluster of our own, filled, with the environment that lets the tests find it. */
export async function prepare(launched: (cluster: Cluster) => void): Promise<Record<string, string>> {
  const cluster = await launchCamunda8();
  launched(cluster);
  say(`Camunda 8 answers at ${cluster.url}`);
  const { scenarios } = await seedCamunda8(cluster, demo, parcels);
  say(`${Object.keys(scenarios).length} scenarios and ${parcels} parcels are to be seen`);
  const handover: Handover = { scenarios, parcels };
  return {
    LOOKOUT_TEST_CAMUNDA8_URL: cluster.url,
    LOOKOUT_TEST_CAMUNDA8_USER: demo.user,
    LOOKOUT_TEST_CAMUNDA8_PASSWORD: demo.password,
    LOOKOUT_TEST_SCENARIOS: await handOver(handover),
  };
}

/** Stops a cluster and tells what of it is left: nothing. */
export async function stopped(cluster: Cluster): Promise<string[]> {
  await cluster.stop();
  const left = [
    ...cluster.pids.filter(isRunning).map((pid) => `process ${pid}`),
    ...(await takenPorts(cluster.ports)).map((port) => `port ${port}`),
  ];
  say(left.length === 0 ? "the cluster is stopped, all of its ports are free" : `left behind: ${left.join(", ")}`);
  return left;
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0); // signal 0 only asks
  } catch {
    return false;
  }
}
