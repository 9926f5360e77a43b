/** Requests and answers, and what the container makes of a URL and of an Accept header. */
import type { Answer, Request } from "../../server.ts";
import { FrameworkFault } from "./faults.ts";

export type Target = {
  readonly path: string;
  /** Decoded. A path that ends in a slash has an empty last one, and is unknown. */
  readonly segments: readonly string[];
  readonly parameters: URLSearchParams;
};

export function cookie(request: Request, name: string): string | undefined {
  const pairs = (request.headers.cookie ?? "").split(";").map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
}

/** Throws `FrameworkFault` for what the firewall refuses, `URIError` for what the container does. */
export function targetOf(url: string): Target {
  const at = url.indexOf("?");
  const path = at < 0 ? url : url.slice(0, at);
  if (/%(2f|5c|00)/i.test(path)) throw new URIError("encoded slash");
  if (/\/\/|;|%3b|\/\.{1,2}(\/|$)/i.test(path)) throw new FrameworkFault(400);
  const segments = path.split("/").slice(1).map(decodeURIComponent);
  return { path, segments, parameters: new URLSearchParams(at < 0 ? "" : url.slice(at + 1)) };
}

/** Whether the client would take this content type. Weights do not matter: there is only one candidate. */
export function accepted(request: Request, contentType: string): boolean {
  const [kind] = contentType.split("/");
  return ranges(request).some((range) => range === "*/*" || range === `${kind}/*` || range === contentType);
}

const ranges = (request: Request): readonly string[] =>
  (request.headers.accept || "*/*").split(",").map((range) => (range.split(";")[0] ?? "").trim().toLowerCase());

/** How the framework writes an error: the client's own media type as far as that is some JSON. */
export function errorType(request: Request): string | null {
  if (accepted(request, "application/json")) return "application/json";
  const vendor = ranges(request).find((range) => /^application\/.*\+json$/.test(range));
  return vendor ?? (accepted(request, "text/html") ? "text/html;charset=UTF-8" : null);
}

/** The container's own error page: HTML, whatever the client accepts. */
export const badRequestPage: Answer = {
  status: 400,
  contentType: "text/html;charset=utf-8",
  headers: {},
  body: '<!doctype html><html lang="en"><head><title>HTTP Status 400 – Bad Request</title></head><body><h1>HTTP Status 400 – Bad Request</h1></body></html>',
};
