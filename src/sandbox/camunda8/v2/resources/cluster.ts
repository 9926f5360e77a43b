/** What the server tells about itself. */
import type { JsonObject } from "../../../json.ts";
import type { Dialect } from "../dialect.ts";
import type { Engine } from "../engine.ts";

const partitions = 4;

/** One broker that leads all partitions. */
export function topology({ level, gatewayVersion }: Dialect): JsonObject {
  const broker = {
    nodeId: 0,
    ...(level >= 10 && { brokerId: "0" }),
    host: "127.0.0.1",
    port: 26501,
    partitions: Array.from({ length: partitions }, (_none, index) => ({
      partitionId: index + 1,
      role: "leader",
      health: "healthy",
      ...(level >= 10 && { state: "active" }),
    })),
    version: gatewayVersion,
  };
  return {
    brokers: [broker],
    ...(level >= 9 && { clusterId: "5eed5eed-0000-4000-8000-000000000008" }),
    clusterSize: 1,
    partitionsCount: partitions,
    replicationFactor: 1,
    gatewayVersion,
    lastCompletedChangeId: "-1",
  };
}

/** Nobody needs a license to play. */
export const license = ({ nulls }: Dialect): JsonObject => ({
  validLicense: false,
  licenseType: "unknown",
  isCommercial: false,
  ...(nulls === "null" && { expiresAt: null }),
});

/** Who asks, and which tenants they see. */
export function me({ records, dialect }: Engine, username: string): JsonObject {
  const tenantIds = new Set(records.definitions.map(({ tenantId }) => tenantId));
  const none = dialect.nulls === "null" ? { displayName: null, email: null } : {};
  return {
    username,
    ...none,
    authorizedComponents: ["*"],
    tenants: [...tenantIds].sort().map((tenantId) => ({
      tenantId,
      name: tenantId === "<default>" ? "Default" : tenantId,
      ...(dialect.nulls === "null" && { description: null }),
    })),
    groups: [],
    roles: [],
    salesPlanType: dialect.nulls === "null" ? null : "",
    c8Links: {},
    canLogout: true,
  };
}
