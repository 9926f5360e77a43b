import { camunda7Traits, connectAs } from "../contract/camunda7.ts";
import { engineContract } from "../contract/engine.contract.ts";
import type { Running, Traits } from "../contract/subject.ts";
import type { Credentials } from "./camunda7/client.ts";
import { admin, reader } from "./camunda7/launch.ts";
import { engineUrl, type Handover, ownEngines } from "./under-test.ts";

const full: Traits = { ...camunda7Traits, parcels: 0, history: "full" };

const started = (engine: Handover["engines"]["open"], credentials?: Credentials) => async (): Promise<Running> => ({
  url: engine.url,
  scenarios: engine.scenarios,
  now: () => new Date(),
  close: async () => {}, // run.ts stops its engines
  connect: connectAs(credentials),
});

if (ownEngines) {
  const { open, auth, historyNone } = ownEngines;
  engineContract("Camunda 7.24", { ...full, parcels: 300 }, started(open));
  engineContract("Camunda 7.24 with rights, as administrator", full, started(auth, admin));
  engineContract("Camunda 7.24 with rights, as reader", { ...full, sees: ["invoice-approval"] }, started(auth, reader));
  engineContract("Camunda 7.24 without history", { ...full, history: "none" }, started(historyNone));
}
if (engineUrl) engineContract(engineUrl, camunda7Traits, started({ url: engineUrl, scenarios: {} }));
