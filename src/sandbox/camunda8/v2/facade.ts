/** One request in, one answer out: the gate, the table of routes, the media types, the problems. */
import { encode, type Json, parse } from "../../json.ts";
import type { Answer, Request } from "../../server.ts";
import type { Records } from "../records.ts";
import { type Engine, installEngine, type V2Settings } from "./engine.ts";
import { openGate } from "./gate.ts";
import {
  forbidden,
  noResource,
  noSecondaryStorage,
  notAcceptable,
  notAllowed,
  notSupported,
  Problem,
  problemAnswer,
  unparsable,
} from "./problems.ts";
import { routesOf } from "./routes.ts";
import { type Call, keyAt, type Route, routesAt } from "./routing.ts";

const jsonType = "application/json";
const xmlType = "text/xml";

/** The scripted world behind the REST API of a Camunda 8 cluster. */
export function v2Facade(records: Records, settings: V2Settings): (request: Request) => Answer {
  const engine = installEngine(records, settings);
  const routes = routesOf(engine).filter(({ levels }) => levels.includes(engine.dialect.level));
  const door = { settings, engine, routes, gate: openGate(settings.auth) };
  return (request) => {
    const [path = "", query = ""] = split(request.url, "?");
    const answer = attempt(path, () => respond(door, request, { path, query }));
    return request.method === "HEAD" ? { ...answer, body: "" } : answer;
  };
}

type Door = {
  readonly settings: V2Settings;
  readonly engine: Engine;
  readonly routes: readonly Route[];
  readonly gate: ReturnType<typeof openGate>;
};

type Target = { readonly path: string; readonly query: string };

function attempt(path: string, answer: () => Answer): Answer {
  try {
    return answer();
  } catch (error) {
    if (error instanceof Problem) return problemAnswer(error, path);
    if (error instanceof URIError) return problemAnswer(new Problem(400, "Bad Request", "Malformed path"), path);
    return problemAnswer(new Problem(500, "INTERNAL", String(error)), path);
  }
}

function respond({ settings, engine, routes, gate }: Door, request: Request, { path, query }: Target): Answer {
  const segments = path.split("/").slice(1).map(decodeURIComponent);
  const found = routesAt(routes, segments);
  const visitor = found.some(({ open }) => open) ? "" : gate(request);
  if (settings.forbidden?.some((prefix) => path.startsWith(prefix))) throw forbidden(path);
  if (found.length === 0) throw noResource(path);
  const route = found.find(({ method }) => method === (request.method === "HEAD" ? "GET" : request.method));
  if (!route)
    throw notAllowed(
      request.method,
      found.map(({ method }) => method),
    );
  if (settings.secondaryStorage === false && !route.primary) throw noSecondaryStorage();
  const contentType = typeFor(route, request, engine);
  const vendorKeys = engine.dialect.vendorTypes[contentType];
  const numberKeys = vendorKeys ? vendorKeys === "number" : settings.numberKeys === true;
  const call: Call = {
    engine,
    searching: { ...engine.searching, numberKeys },
    visitor,
    key: keyAt(route, segments),
    parameters: new URLSearchParams(query),
    body: route.method === "POST" ? bodyOf(request, engine) : null,
  };
  if ("nothing" in route) return { status: 204, contentType: null, headers: {}, body: "" };
  const body = "xml" in route ? route.xml(call) : encode(route.json(call));
  return { status: 200, contentType, headers: {}, body };
}

/** The first type that the client takes and the route has. */
function typeFor(route: Route, { headers }: Request, { dialect }: Engine): string {
  const offered = "xml" in route ? [xmlType] : [jsonType, ...Object.keys(dialect.vendorTypes)];
  const ranges = (headers.accept || "*/*").split(",").map((range) => (range.split(";")[0] ?? "").trim().toLowerCase());
  const fits = (type: string, range: string) =>
    range === "*/*" || range === type || range === `${type.split("/")[0]}/*`;
  for (const range of ranges) {
    const type = offered.find((one) => fits(one, range));
    if (type !== undefined) return type;
  }
  throw notAcceptable(offered);
}

/** No body is as good as an empty one. */
function bodyOf({ body, headers }: Request, { dialect }: Engine): Json {
  if (body === "") return {};
  const type = headers["content-type"]?.split(";")[0]?.trim().toLowerCase() ?? "";
  if (type !== jsonType && !Object.hasOwn(dialect.vendorTypes, type)) throw notSupported(type);
  try {
    return parse(body);
  } catch {
    throw unparsable("");
  }
}

function split(text: string, separator: string): readonly string[] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
