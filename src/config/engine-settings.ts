import { type Camunda7Input, type Camunda7Settings, camunda7Settings } from "../engines/camunda7/settings.ts";
import { type Camunda8Input, type Camunda8Settings, camunda8Settings } from "../engines/camunda8/settings.ts";
import type { Connection, connectionShape } from "../engines/settings.ts";

/** One engine of a known kind, loaded. */
export type EngineSettings = Camunda7Settings | Camunda8Settings;
export type EngineKind = EngineSettings["kind"];

type Own<Input> = Omit<Input, keyof typeof connectionShape>;

/** What is written of an engine besides its connection, loaded. */
export function engineSettings(input: Own<Camunda7Input> | Own<Camunda8Input>, connection: Connection): EngineSettings {
  switch (input.kind) {
    case "camunda7":
      return camunda7Settings(input, connection);
    case "camunda8":
      return camunda8Settings(input, connection);
  }
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
  }
}
