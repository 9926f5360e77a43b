/** Short ways to ask a Business Flow Manager of the scripted world. */
import { bpelFacade } from "../../../src/sandbox/bpel/facade.ts";
import { recordsOf } from "../../../src/sandbox/bpel/projection.ts";
import type { BpelSettings } from "../../../src/sandbox/bpel/settings.ts";
import { tellWorld } from "../../../src/sandbox/script.ts";
import type { Request } from "../../../src/sandbox/server.ts";

export const now = Date.UTC(2026, 10, 22, 12);
export const base = "/rest/bpm/bfm/v1";
export const records = recordsOf(tellWorld({ now, bulk: 60 }), { states: true });

/** The piid of a scenario. */
export const piid = (scenario: string): string => records.scenarios[scenario] ?? `no scenario ${scenario}`;

/** A text as a clause writes it. */
export const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** Any answer of the API. */
export type Body = Readonly<Record<string, unknown>>;
type Clauses = Readonly<
  Partial<Record<"whereClause" | "orderByClause" | "offset" | "size", string | number | undefined>>
>;

/** One installation. */
export function bpel(settings: BpelSettings = {}, told = records) {
  const facade = bpelFacade(told, settings);
  const get = (path: string, headers: Request["headers"] = {}) =>
    facade({ method: "GET", url: `${base}${path}`, headers, body: "" });
  const body = (path: string, headers: Request["headers"] = {}): Body => JSON.parse(get(path, headers).body);
  const filter = (resource: string, clauses: Clauses, headers: Request["headers"] = {}) =>
    get(`/${resource}/filter?${query(clauses)}`, headers);
  /** The rows of a list. */
  const rows = (resource: string, clauses: Clauses, headers: Request["headers"] = {}): readonly Body[] => {
    const answer = filter(resource, clauses, headers);
    if (answer.status !== 200) throw new Error(answer.body);
    return JSON.parse(answer.body).items;
  };
  /** The names of the instances that fit, in the order of the answer. */
  const names = (whereClause: string, more: Clauses = {}) =>
    rows("processes", { whereClause, ...more }).map((row) => row["name"]);
  /** Status, number and parameters of a refusal. */
  const refusal = (path: string, headers: Request["headers"] = {}) => {
    const answer = get(path, headers);
    const { errorNumber, error_number: ofServer, errorMessageParameters = [] } = JSON.parse(answer.body);
    return [answer.status, errorNumber ?? ofServer, ...errorMessageParameters];
  };
  /** The same of a where clause. */
  const wrong = (whereClause: string) => refusal(`/processes/filter?${query({ whereClause })}`);
  return { facade, get, body, filter, rows, names, refusal, wrong };
}

const query = (clauses: Clauses): string =>
  Object.entries(clauses)
    .flatMap(([name, value]) => (value === undefined ? [] : `${name}=${encodeURIComponent(value)}`))
    .join("&");
