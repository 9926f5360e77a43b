import type { Links } from "../web-links.ts";
import type { Client } from "./client.ts";
import type { KeyField } from "./filters.ts";

/** Who asks one question of one engine, and what is known of the engine. */
export interface Asker {
  readonly engine: string;
  readonly client: Client;
  readonly links: Links;
  readonly keyField: KeyField;
  readonly level: number;
}
