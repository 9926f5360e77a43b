import { Secret } from "../../../src/core/secret.ts";
import { liveCluster } from "../../contract/camunda8.ts";
import { engineContract } from "../../contract/engine.contract.ts";
import { cluster, seeded } from "./under-test.ts";

if (cluster) {
  const { url, credentials } = cluster;
  const { traits, start } = liveCluster({
    form: { api: "operate", key: "variable" },
    url,
    scenarios: seeded?.scenarios ?? {},
    auth: { type: "session", username: credentials.user, password: new Secret(credentials.password) },
  });
  const { parcels: _, ...unseeded } = traits;
  engineContract("Camunda 8.6 with Operate", seeded ? { ...traits, parcels: seeded.parcels } : unseeded, start);
}
