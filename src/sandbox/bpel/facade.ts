/** One request in, one answer out: the web server, the gate, the table of routes, the errors. */
import type { Answer, Request } from "../server.ts";
import { type Store, seenBy, storeOf } from "./database.ts";
import { ApiFault, badRequest, faultAnswer, json } from "./faults.ts";
import { type Gate, openGate } from "./gate.ts";
import { htmlPage, parametersOf, preferred, segmentsOf } from "./http.ts";
import type { Parameters } from "./lists.ts";
import { messageJson, messageXml } from "./messages.ts";
import type { Records } from "./records.ts";
import { type Call, type Route, routes } from "./routes.ts";
import type { BpelSettings } from "./settings.ts";

/** The longest request line that IBM HTTP Server takes. */
const longestLine = 8190;

/** The scripted world behind the Business Flow Manager's REST interface. */
export function bpelFacade(records: Records, settings: BpelSettings = {}): (request: Request) => Answer {
  const house = { store: storeOf(records), gate: openGate(settings), now: records.now };
  return (request) => {
    if (Buffer.byteLength(`${request.method} ${request.url} HTTP/1.1`) > longestLine) return htmlPage(414);
    try {
      return answer(house, request);
    } catch (error) {
      if (error instanceof URIError) return htmlPage(400);
      throw error;
    }
  };
}

type House = { readonly store: Store; readonly gate: Gate; readonly now: number };

function answer({ store, gate, now }: House, request: Request): Answer {
  const segments = segmentsOf(request.url);
  const passed = gate(request);
  if ("answer" in passed) return passed.answer;
  const { visitor, headers } = passed;
  const found = segments && match(segments);
  if (!found) return { ...htmlPage(404), headers };
  if (request.method !== "GET") return { ...htmlPage(405), headers: { ...headers, allow: "GET" } };
  try {
    const parameters = parametersFor(found.route, parametersOf(request.url));
    const seen = visitor.sees === "all" ? store : seenBy(store, visitor.sees);
    const call = { names: found.names, parameters, visitor, now, all: store, seen };
    return { ...respond(found.route, call, request), headers };
  } catch (error) {
    if (error instanceof URIError) throw error;
    const fault = error instanceof ApiFault ? error : new ApiFault(500, "CWWBA0010E");
    return { ...faultAnswer(fault), headers };
  }
}

/** `*` stands for one segment. */
function match(segments: readonly string[]): { readonly route: Route; readonly names: readonly string[] } | null {
  for (const route of routes) {
    const parts = route.path.split("/");
    const fits = parts.every((part, index) => (part === "*" ? segments[index] : part === segments[index]));
    if (parts.length === segments.length && fits) {
      return { route, names: segments.filter((_segment, index) => parts[index] === "*") };
    }
  }
  return null;
}

/** A parameter that is unknown or comes twice is refused: a filter that nobody reads would show everything. */
function parametersFor({ parameters = [] }: Route, pairs: ReturnType<typeof parametersOf>): Parameters {
  const found = new Map<string, string>();
  for (const [name, value] of pairs) {
    if (!parameters.includes(name) || found.has(name)) throw badRequest("CWTBG0012E", name);
    found.set(name, value);
  }
  return found;
}

function respond(route: Route, call: Call, { headers: { accept } }: Request): Answer {
  const types = "json" in route ? (["application/json"] as const) : (["application/xml", "application/json"] as const);
  const type = preferred(accept, types);
  if (!type) throw new ApiFault(406, "CWTBF0018E", accept ?? "");
  if ("json" in route) return ok(json, JSON.stringify(route.json(call)));
  const message = route.message(call);
  return type === "application/xml"
    ? ok("application/xml;charset=UTF-8", messageXml(message))
    : ok(json, messageJson(message));
}

const ok = (contentType: string, body: string): Answer => ({ status: 200, contentType, headers: {}, body });
