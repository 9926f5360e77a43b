import { fault } from "../../core/errors.ts";
import type { Links } from "../web-links.ts";
import type { KeyField } from "./key-field.ts";
import type { Requests } from "./requests.ts";
import { isPiid } from "./where.ts";

/** Who asks one question, and what is known of the server. */
export interface Asker {
  readonly engine: string;
  readonly requests: Requests;
  readonly links: Links;
  readonly keyField: KeyField;
}

/** Most rows that one list is asked for; beyond it an answer says that only so many were considered. */
export const maxRows = 1_000;

/** What other ids of the same server name, by how they begin. */
const others: Readonly<Record<string, string>> = {
  _AI: "an activity",
  _TKI: "a human task",
  _PT: "a process template",
  _AT: "an activity template",
  _TKT: "a task template",
  _ESI: "an escalation",
};

/** Throws `inputInvalid` for the id of something else, and `instanceNotFound` for what is no id of this server at all. */
export function assertPiid(engine: string, id: string): void {
  if (isPiid(id)) return;
  const named = others[/^(_[A-Z]+):/.exec(id)?.[1] ?? ""];
  if (named === undefined) throw notFound(engine, id, false);
  throw fault("inputInvalid", {
    problems: [`id names ${named} of ${engine}; the id of a process instance begins with _PI:`],
  });
}

/** An instance that has ended is mostly deleted at once or soon (autoDeletionMode of its template), and nothing remembers it. */
export const notFound = (engine: string, id: string, notPermitted: boolean) =>
  fault("instanceNotFound", {
    id,
    engine,
    causes: notPermitted ? ["notPermitted"] : ["otherEngine", "notPermitted", "cleanedUp"],
  });
