/** What the engine tells about itself. */

import type { JsonObject } from "../json.ts";
import type { Engine } from "./settings.ts";

export function telemetry({ product, flavor, version, world }: Engine, time: (at: number) => string): JsonObject {
  const starter = ["spring-boot-starter"];
  const count = (value: number) => ({ count: value });
  return {
    installation: "00cc3f20-0000-4000-8000-5a4db0c50000",
    product: {
      name: product.name,
      version,
      edition: "community",
      internals: {
        database: { vendor: "H2", version: "2.3.232 (2024-08-11)" },
        commands: { StartProcessInstanceCmd: count(world.instances.length) },
        metrics: {
          "executed-decision-elements": count(0),
          "flow-node-instances": count(world.steps.length),
          "decision-instances": count(0),
          "process-instances": count(world.instances.length),
        },
        webapps: [],
        jdk: { version: "17.0.15", vendor: "Debian" },
        "application-server": { vendor: "Apache Tomcat", version: "Apache Tomcat/10.1.44" },
        ...(flavor === "operaton"
          ? { "operaton-integration": starter }
          : { "license-key": null, "camunda-integration": starter }),
        "data-collection-start-date": time(world.now - 45 * 86_400_000),
      },
    },
  };
}

export function configuration({ historyLevel, users }: Engine): JsonObject {
  return {
    engineName: "default",
    historyLevel,
    authorizationEnabled: users !== undefined,
    enablePasswordPolicy: false,
  };
}
