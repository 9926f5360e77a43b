/** One request in, one answer out: the firewall, the gate, the table of routes, the errors. */
import { randomUUID } from "node:crypto";
import type { Answer, Request } from "../../server.ts";
import type { Records } from "../records.ts";
import { datesOf } from "./dates.ts";
import { ApiFault, FrameworkFault, invalid } from "./faults.ts";
import { type Gate, openGate } from "./gate.ts";
import { accepted, badRequestPage, errorType, targetOf } from "./http.ts";
import { encode } from "./json.ts";
import { visible } from "./resources.ts";
import { type Route, routesOf } from "./routes.ts";
import type { OperateSettings } from "./settings.ts";

/** The scripted world behind the API of an Operate of Camunda 8.6 or 8.7. */
export function operateFacade(records: Records, settings: OperateSettings = {}): (request: Request) => Answer {
  const { version = "8.6.0", totalCap = 10_000, forbidden = [], gateway = true } = settings;
  const dates = datesOf(settings.rfc3339 ? "rfc3339" : "basic", records.now);
  const routes = routesOf({ records: visible(records, settings.tenants), dates, version, totalCap, gateway });
  const gate = openGate(settings.auth);
  return (request) => {
    try {
      return withoutBody(request, answer(routes, { gate, forbidden }, request));
    } catch (error) {
      if (error instanceof URIError) return badRequestPage;
      return withoutBody(request, refusal(request, records.now, error));
    }
  };
}

type Door = { readonly gate: Gate; readonly forbidden: readonly string[] };

function answer(routes: readonly Route[], { gate, forbidden }: Door, request: Request): Answer {
  const target = targetOf(request.url);
  const passed = gate(request, target);
  if ("answer" in passed) return passed.answer;
  if (forbidden.some((prefix) => target.path.startsWith(prefix))) throw new FrameworkFault(403);
  const fitting = routes.filter((route) => fits(route.path, target.segments));
  if (fitting.length === 0) throw new FrameworkFault(404);
  const method = request.method === "HEAD" ? "GET" : request.method;
  const route = fitting.find((one) => one.method === method);
  if (!route) throw new FrameworkFault(405, { allow: fitting.map((one) => one.method).join(", ") });
  const name = target.segments[2] ?? "";
  try {
    return { ...respond(route, name, request), headers: passed.headers };
  } catch (error) {
    // What is wrong with a request does not unsay what the gate added.
    if (error instanceof ApiFault) return { ...apiAnswer(error), headers: passed.headers };
    throw error;
  }
}

function fits(path: string, segments: readonly string[]): boolean {
  const parts = path.split("/").slice(1);
  return (
    parts.length === segments.length && parts.every((part, at) => part === segments[at] || isName(part, segments[at]))
  );
}

const isName = (part: string, segment: string | undefined) => part === "*" && segment !== "";

const json = "application/json";

function respond(route: Route, name: string, request: Request): Answer {
  const type = request.headers["content-type"];
  const isJson = type === undefined ? request.body === "" : (type.split(";")[0] ?? "").trim().toLowerCase() === json;
  const isPost = route.method === "POST";
  if (isPost && !isJson && request.body !== "") throw new FrameworkFault(415, { accept: json });
  const produced = "xml" in route ? "text/xml" : json;
  if (!accepted(request, produced)) throw new FrameworkFault(406, { accept: produced });
  if (isPost && !isJson) throw invalid(`Content-Type '${type};charset=UTF-8' is not supported`);
  const found = "xml" in route ? route.xml(name) : encode(route.json(name, request.body));
  const contentType = "xml" in route ? "text/xml;charset=UTF-8" : json;
  return { status: 200, contentType, headers: {}, body: found };
}

function refusal(request: Request, now: number, error: unknown): Answer {
  if (error instanceof FrameworkFault) return frameworkAnswer(request, now, error);
  return apiAnswer(new ApiFault(500, "API application error", String(error)));
}

function apiAnswer({ status, message, type }: ApiFault): Answer {
  const body = encode({ status, message, instance: randomUUID(), type });
  return { status, contentType: "application/problem+json", headers: {}, body };
}

function frameworkAnswer(request: Request, now: number, { status, reason, headers }: FrameworkFault): Answer {
  const contentType = errorType(request);
  if (contentType === null) return { status, contentType, headers, body: "" };
  if (contentType.startsWith("text/html")) return { status, contentType, headers, body: page(now, status, reason) };
  const timestamp = datesOf("rfc3339", now).write(now);
  const [path = ""] = request.url.split("?");
  return { status, contentType, headers, body: encode({ timestamp, status, error: reason, path }) };
}

function page(now: number, status: number, reason: string): string {
  const [day = "", date = "", month = "", year = "", time = ""] = new Date(now).toUTCString().split(" ");
  const created = `${day.slice(0, -1)} ${month} ${date} ${time} UTC ${year}`;
  return [
    "<html><body><h1>Whitelabel Error Page</h1>",
    "<p>This application has no explicit mapping for /error, so you are seeing this as a fallback.</p>",
    `<div id='created'>${created}</div>`,
    `<div>There was an unexpected error (type=${reason}, status=${status}).</div></body></html>`,
  ].join("");
}

const withoutBody = ({ method }: Request, whole: Answer): Answer =>
  method === "HEAD" ? { ...whole, body: "" } : whole;
