import { Secret } from "../../src/core/secret.ts";
import { createCamunda7 } from "../../src/engines/camunda7/engine.ts";
import { reads } from "../../src/engines/camunda7/reads.ts";
import type { Running, Traits } from "./subject.ts";
import { camunda7Family } from "./vocabulary/camunda7.ts";

/** What every engine of the Camunda 7 family is held to. */
export const camunda7Traits = { family: camunda7Family, reads: Object.values(reads) } satisfies Traits;

export interface Credentials {
  readonly user: string;
  readonly password: string;
}

/** The adapter for a server of the family, as a user of the engine. */
export function connectAs(credentials: Credentials | undefined): Running["connect"] {
  return (url, timeoutMs = 20_000) =>
    createCamunda7({
      engine: "c7",
      url,
      timeoutMs,
      userAgent: "lookout-contract",
      auth: credentials
        ? { type: "basic", username: credentials.user, password: new Secret(credentials.password) }
        : { type: "none" },
    });
}
