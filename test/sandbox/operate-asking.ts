/** Short ways to ask an Operate of the scripted world. */
import { operateFacade } from "../../src/sandbox/camunda8/operate/facade.ts";
import type { OperateSettings } from "../../src/sandbox/camunda8/operate/settings.ts";
import { recordsOf } from "../../src/sandbox/camunda8/projection.ts";
import { tellWorld } from "../../src/sandbox/script.ts";
import type { Request } from "../../src/sandbox/server.ts";
import { rowsOf } from "./operate-recordings.ts";

const now = Date.UTC(2026, 10, 22, 12);
const facts = { businessIds: false, suspension: false, delayMs: 0 };
export const records = recordsOf(tellWorld({ now, bulk: 60 }), facts);

/** The key of a scenario's instance. */
export const key = (scenario: string): string => records.scenarios[scenario] ?? `no scenario ${scenario}`;

/** One installation. */
export function operate(settings: OperateSettings = {}) {
  const facade = operateFacade(records, settings);
  const get = (url: string, headers: Request["headers"] = {}) => facade({ method: "GET", url, headers, body: "" });
  const send = (url: string, body: string, headers: Request["headers"] = {}) =>
    facade({ method: "POST", url, headers: { "content-type": "application/json", ...headers }, body });
  const search = (resource: string, query: unknown) =>
    send(`/v1/${resource}/search`, typeof query === "string" ? query : JSON.stringify(query));
  /** The rows of a page. */
  const rows = (resource: string, query: unknown) => rowsOf(search(resource, query).body);
  const total = (resource: string, filter: unknown): number => JSON.parse(search(resource, { filter }).body).total;
  /** Status and message of a refusal. */
  const refusal = (resource: string, query: unknown): [number, string] => {
    const { status, body } = search(resource, query);
    return [status, JSON.parse(body).message];
  };
  return { facade, get, send, search, rows, total, refusal };
}
