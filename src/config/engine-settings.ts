import { type BpelInput, type BpelSettings, bpelSettings, bpelUrlProblem } from "../engines/bpel/settings.ts";
import { type Camunda7Input, type Camunda7Settings, camunda7Settings } from "../engines/camunda7/settings.ts";
import { type Camunda8Input, type Camunda8Settings, camunda8Settings } from "../engines/camunda8/settings.ts";
import type { Connection, OwnInput } from "../engines/settings.ts";

/** One engine of a known kind, loaded. */
export type EngineSettings = Camunda7Settings | Camunda8Settings | BpelSettings;
export type EngineKind = EngineSettings["kind"];

/** What is written of an engine besides its connection, loaded. */
export function engineSettings(
  input: OwnInput<Camunda7Input> | OwnInput<Camunda8Input> | OwnInput<BpelInput>,
  connection: Connection,
): EngineSettings {
  switch (input.kind) {
    case "camunda7":
      return { ...connection, ...camunda7Settings(input) };
    case "camunda8":
      return { ...connection, ...camunda8Settings(input) };
    case "bpel":
      return { ...connection, ...bpelSettings(input) };
  }
}

/** What a kind has against an address that is not in a file, for a sentence that begins with it. */
export function urlProblem(kind: EngineKind, connection: Connection): string | undefined {
  return kind === "bpel" ? bpelUrlProblem(connection) : undefined;
}

/** What `doctor` tells of an engine besides its connection. */
export function kindSummary(settings: EngineSettings) {
  const { web, businessKey } = settings;
  const common = { web: web ?? null, businessKey };
  switch (settings.kind) {
    case "camunda7":
      return { flavor: settings.flavor ?? null, engineName: settings.engineName ?? null, ...common };
    case "camunda8":
      return { api: settings.api ?? null, ...common };
    case "bpel":
      return { csrfToken: settings.csrfToken, ...common };
  }
}
