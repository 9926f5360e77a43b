/** One request in, one answer out: the container, the gate, the table of routes, the error mappers. */

import { encode, isList, isObject, type Json, parse } from "../json.ts";
import type { Answer, Request } from "../server.ts";
import type { World } from "../world.ts";
import { Fault, invalid, MappingFault, noResource, notAcceptable, notAllowed, notSupported } from "./faults.ts";
import { type Gate, openGate, type Visitor } from "./gate.ts";
import { accepts, htmlPage, type Target, targetOf } from "./http.ts";
import { bodyReader, mappingFault, queryReader, type Reader } from "./readers.ts";
import { routesOf } from "./routes.ts";
import { type Call, match, type Route } from "./routing.ts";
import { type Engine, installEngine, type Settings } from "./settings.ts";

const json = "application/json";

/** The scripted world behind the REST API of the Camunda 7 family. */
export function camunda7(world: World, settings: Settings): (request: Request) => Answer {
  const engine = installEngine(world, settings);
  const routes = routesOf(engine);
  const gate = openGate(settings.users);
  return (request) => {
    try {
      return withoutBody(request, answer(engine, routes, gate, request));
    } catch (error) {
      if (error instanceof URIError) return htmlPage(400);
      return withoutBody(request, refusal(engine, request, error));
    }
  };
}

function answer(engine: Engine, routes: readonly Route[], gate: Gate, request: Request): Answer {
  const target = targetOf(request.url);
  if (!target) return htmlPage(404);
  const [first, name] = target.segments;
  const named = first === "engine" && name !== undefined;
  const isOurs = !named || name === "default";
  // With authentication on, the filter in front looks for the engine first, in an encoding of its own.
  if (engine.users && !isOurs)
    return otherEncoding(new Fault(404, "InvalidRequestException", `Process engine ${name} not available`));
  const segments = named ? target.segments.slice(2) : target.segments;
  const { routes: found, names } = match(routes, segments);
  const isOpen = found.some((route) => route.traits?.open && !named);
  const visitor = gate(request.headers.authorization) ?? (isOpen ? stranger : null);
  if (!visitor) return unauthorised;
  if (found.length === 0) throw noResource();
  const route = found.find((one) => one.method === (request.method === "HEAD" ? "GET" : request.method));
  if (request.method === "OPTIONS") return optionsOf(found);
  if (!route) throw notAllowed();
  if (!isOurs && !route.traits?.anyEngine) throw invalid("No process engine available");
  return {
    ...respond(route, request, {
      engine,
      visitor,
      names,
      parameters: target.parameters,
      reader: readerOf(engine, request, target),
    }),
    headers: caching(request),
  };
}

const stranger: Visitor = { id: null, sees: () => false, isAdmin: false };
const unauthorised: Answer = {
  status: 401,
  contentType: null,
  headers: { "www-authenticate": 'Basic realm="default"' },
  body: "",
};

function respond(route: Route, request: Request, call: Call): Answer {
  const contentType = "text" in route ? "text/plain" : json;
  if (!accepts(request.headers.accept, contentType)) throw notAcceptable();
  if (request.method === "POST" && !isJson(request)) throw notSupported();
  if ("json" in route) return { status: 200, contentType, headers: {}, body: encode(route.json(call)) };
  const body = route.text(call);
  return body === null
    ? { status: 204, contentType: null, headers: {}, body: "" }
    : { status: 200, contentType, headers: {}, body };
}

/** A POST without body and type is let through, and fails later. */
function isJson({ headers, body }: Request): boolean {
  const type = headers["content-type"]?.split(";")[0]?.trim();
  return type === undefined ? body === "" : type === json;
}

/** Only answers to GET are marked, and those about models are not. */
function caching({ method, url }: Request): Readonly<Record<string, string>> {
  return method === "GET" && !/\/xml(\?|$)/.test(url) ? { "cache-control": "no-cache" } : {};
}

function optionsOf(found: readonly Route[]): Answer {
  const methods = found.map((route) => route.method);
  const allow = ["HEAD", ...(methods.includes("POST") ? ["POST"] : []), "GET", "OPTIONS"].join(",");
  return { status: 200, contentType: json, headers: { allow }, body: "" };
}

function readerOf(
  { product }: Engine,
  { method, body, headers }: Request,
  { parameters }: Target,
): (dto: string) => Reader {
  return (name) => {
    if (method !== "POST") return queryReader(parameters);
    const shape = { dto: `${product.package}.engine.rest.dto.${name}`, source: body };
    if (body === "" && headers["content-type"] !== undefined) return bodyReader({}, shape);
    const value = body === "" ? null : parsed(body, shape);
    if (value === null) throw nullQuery(shape.dto);
    if (isObject(value)) return bodyReader(value, shape);
    const from = isList(value) ? "Array value (token `JsonToken.START_ARRAY`)" : "a scalar value";
    throw mappingFault(`Cannot deserialize value of type \`${shape.dto}\` from ${from}`, shape);
  };
}

function parsed(body: string, { dto }: { readonly dto: string }): Json {
  try {
    return parse(body);
  } catch {
    const where = `line: 1, column: ${body.length + 1}`;
    throw new MappingFault(
      `Unexpected end-of-input within/between Object entries\n at [Source: REDACTED (\`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION\` disabled); ${where}]`,
      { cause: dto },
    );
  }
}

/** A body of `null` is a fault nobody thought of. */
function nullQuery(dto: string): Fault {
  const setter = `${dto}.setObjectMapper(com.fasterxml.jackson.databind.ObjectMapper)`;
  return new Fault(500, "NullPointerException", `Cannot invoke "${setter}" because "queryDto" is null`);
}

function refusal({ errorMapper }: Engine, request: Request, error: unknown): Answer {
  if (error instanceof MappingFault) {
    if (errorMapper === "text") return { status: 400, contentType: "text/plain", headers: {}, body: error.message };
    return asJson(request, invalid(""));
  }
  return asJson(request, error instanceof Fault ? error : new Fault(500, "RuntimeException", String(error)));
}

function asJson(request: Request, { status, type, message, code, more }: Fault): Answer {
  return { status, contentType: json, headers: caching(request), body: encode({ type, message, code, ...more }) };
}

function otherEncoding({ status, type, message, code }: Fault): Answer {
  return { status, contentType: `${json};charset=ISO-8859-1`, headers: {}, body: encode({ type, message, code }) };
}

const withoutBody = ({ method }: Request, whole: Answer): Answer =>
  method === "HEAD" ? { ...whole, body: "" } : whole;
