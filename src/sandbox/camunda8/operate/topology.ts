/** What the gateway tells about the cluster. */
import type { Records } from "../records.ts";
import type { OutObject } from "./json.ts";

/** Keys carry the number of their partition in the upper bits. */
const keysOfPartition = 2n ** 51n;

export function topology({ instances }: Records, version: string): OutObject {
  const used = instances.map((one) => Number(BigInt(one.key) / keysOfPartition));
  const partitionsCount = Math.max(1, ...used);
  const partitions = Array.from({ length: partitionsCount }, (_none, index) => ({
    partitionId: index + 1,
    role: "leader",
    health: "healthy",
  }));
  return {
    brokers: [{ nodeId: 0, host: "127.0.0.1", port: 26501, partitions, version }],
    clusterSize: 1,
    partitionsCount,
    replicationFactor: 1,
    gatewayVersion: version,
  };
}
