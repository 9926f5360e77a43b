import { fault } from "../../core/errors.ts";
import type { Client } from "./client.ts";
import type { Linking } from "./mapping.ts";
import type { Server } from "./server.ts";

/** Who asks one question of one cluster, and what is known of the cluster. */
export interface Asker extends Linking {
  readonly client: Client;
  readonly server: Server;
}

/** Keys are positive numbers of 63 bits; nothing else can name a record. */
export function isKey(id: string): boolean {
  return /^[1-9]\d{0,18}$/.test(id) && (id.length < 19 || id <= "9223372036854775807");
}

/** Throws `instanceNotFound`: nothing tells a wrong id from one that was deleted, hidden, or not yet exported. */
export const notFound = (engine: string, id: string) =>
  fault("instanceNotFound", {
    id,
    engine,
    causes: isKey(id) ? ["otherEngine", "notPermitted", "notYetExported", "cleanedUp"] : ["otherEngine"],
  });
