/** From a path to the row of the table that answers it. */

import type { Json } from "../json.ts";
import type { Visitor } from "./gate.ts";
import type { View } from "./query.ts";
import type { Parameters, Reader } from "./readers.ts";
import type { Engine } from "./settings.ts";

/** One request, understood as far as the engine needs it. */
export type Call = {
  readonly engine: Engine;
  readonly visitor: Visitor;
  /** What stood in place of the stars. */
  readonly names: readonly string[];
  readonly parameters: Parameters;
  /** The filters, from the query string or from the body; reading a body may fail. */
  readonly reader: (dto: string) => Reader;
};

type Method = "GET" | "POST";

/** `*` stands for one segment. A route answers JSON, or text, which may be absent (204). */
export type Route = { readonly method: Method; readonly path: string; readonly traits?: Traits } & (
  | { readonly json: (call: Call) => Json }
  | { readonly text: (call: Call) => string | null }
);

type Traits = {
  /** Asked without credentials, too. */
  readonly open?: boolean;
  /** Answers even under the name of an engine that does not exist. */
  readonly anyEngine?: boolean;
};

export type Match = { readonly routes: readonly Route[]; readonly names: readonly string[] };

/** The routes of the first pattern that fits, literal segments before stars; empty when the path is unknown. */
export function match(routes: readonly Route[], segments: readonly string[]): Match {
  const fitting = routes.filter((route) => fits(route.path, segments));
  const path = fitting.toSorted((left, right) => stars(left.path) - stars(right.path))[0]?.path;
  if (path === undefined) return { routes: [], names: [] };
  const names = segments.filter((_segment, index) => parts(path)[index] === "*");
  return { routes: fitting.filter((route) => route.path === path), names };
}

const parts = (path: string): string[] => path.split("/").slice(1);
const stars = (path: string): number => parts(path).filter((part) => part === "*").length;

function fits(path: string, segments: readonly string[]): boolean {
  const pattern = parts(path);
  return pattern.length === segments.length && pattern.every((part, index) => part === "*" || part === segments[index]);
}

export function viewOf({ engine, parameters }: Call): View {
  return {
    time: engine.time,
    timeOrNull: (at) => (at === null ? null : engine.time(at)),
    deserialize: parameters.get("deserializeValues") !== "false",
  };
}
