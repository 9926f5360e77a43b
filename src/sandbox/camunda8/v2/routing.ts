/** From a request to the row of the table that answers it. */
import type { Json, JsonObject } from "../../json.ts";
import { always, type Levels } from "./dialect.ts";
import type { Engine } from "./engine.ts";
import { notConverted, notFound } from "./problems.ts";
import { type Resource, type Searching, search, shown } from "./search/search.ts";
import { keyIn } from "./search/values.ts";

/** One request, understood as far as the routes need it. */
export type Call = {
  readonly engine: Engine;
  readonly searching: Searching;
  readonly visitor: string;
  /** What stood in place of the star; empty when there is none. */
  readonly key: string;
  readonly parameters: URLSearchParams;
  readonly body: Json;
};

export type Route = {
  readonly method: "GET" | "POST";
  /** `{name}` stands for a key. */
  readonly path: string;
  readonly levels: Levels;
  /** Asked without credentials, too. */
  readonly open?: boolean;
  /** Answered without secondary storage, too. */
  readonly primary?: boolean;
} & ({ readonly json: (call: Call) => Json } | { readonly xml: (call: Call) => string } | { readonly nothing: true });

const star = /^\{(\w+)\}$/;
const hasStar = ({ path }: Route): number => (path.includes("{") ? 1 : 0);

/** What is there at a path, for any method; literal segments go before keys. */
export function routesAt(routes: readonly Route[], segments: readonly string[]): readonly Route[] {
  const fitting = routes.filter(({ path }) => {
    const parts = partsOf(path);
    return parts.length === segments.length && parts.every((part, at) => part === segments[at] || star.test(part));
  });
  return fitting.toSorted((left, right) => hasStar(left) - hasStar(right));
}

const partsOf = (path: string): readonly string[] => path.split("/").slice(1);

/** What stands for the key in the path; throws when it is none. */
export function keyAt({ path }: Route, segments: readonly string[]): string {
  for (const [index, part] of partsOf(path).entries()) {
    const name = star.exec(part)?.[1];
    if (name === undefined) continue;
    const text = segments[index] ?? "";
    const key = keyIn(text);
    if (key === undefined) throw notConverted(name, text);
    return key;
  }
  return "";
}

/** The search of a resource. */
export function searched<Row>(path: string, resource: Resource<Row>, levels = always): Route {
  return { method: "POST", path, levels, json: ({ body, searching }) => search(resource, body, searching) };
}

/** One row of a resource by its key. */
export function single<Row>(path: string, entity: string, resource: Resource<Row>, levels = always): Route {
  const rows = new Map(resource.rows.map((row) => [String(resource.id(row)), row]));
  const json = ({ key, searching }: Call): JsonObject => {
    const row = rows.get(key);
    if (row === undefined) throw notFound(entity, key);
    return shown(resource.fields, row, searching);
  };
  return { method: "GET", path, levels, json };
}
