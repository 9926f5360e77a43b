/** The servlet container in front of the engine: what it makes of a URL, and what it answers by itself. */
import type { Answer } from "../server.ts";
import type { Parameters } from "./readers.ts";

export const contextPath = "/engine-rest";

export type Target = { readonly segments: readonly string[]; readonly parameters: Parameters };

/** Null when the URL is outside the context path. Throws `URIError` for what Tomcat refuses: encoded slashes, bad escapes. */
export function targetOf(url: string): Target | null {
  const [path = "", query = ""] = split(url, "?");
  if (/%(2f|5c)/i.test(path)) throw new URIError("encoded slash");
  if (path !== contextPath && !path.startsWith(`${contextPath}/`)) return null;
  const rest = path.slice(contextPath.length + 1).replace(/\/$/, "");
  return { segments: rest === "" ? [] : rest.split("/").map(segment), parameters: parametersOf(query) };
}

/** `id;x=1` names `id`: the rest is a matrix parameter, dropped in silence. */
const segment = (raw: string): string => decodeURIComponent(split(raw, ";")[0] ?? "");

function split(text: string, separator: string): string[] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

function parametersOf(query: string): Parameters {
  const parameters = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(query)) if (!parameters.has(name)) parameters.set(name, value);
  return parameters;
}

/** Whether the client would take this content type. Weights do not matter: there is only one candidate. */
export function accepts(accept: string | undefined, contentType: string): boolean {
  const [kind] = contentType.split("/");
  const ranges = (accept || "*/*").split(",").map((range) => (range.split(";")[0] ?? "").trim());
  return ranges.some((range) => range === "*/*" || range === `${kind}/*` || range === contentType);
}

const pages = { 400: "Bad Request", 404: "Not Found" } as const;

/** Tomcat's own error page: HTML, whatever the client accepts. */
export function htmlPage(status: keyof typeof pages): Answer {
  const title = `HTTP Status ${status} – ${pages[status]}`;
  const style = "body {font-family:Tahoma,Arial,sans-serif;} h1, h2, h3, b {color:white;background-color:#525D76;}";
  const head = `<head><title>${title}</title><style type="text/css">${style}</style></head>`;
  const body = `<!doctype html><html lang="en">${head}<body><h1>${title}</h1></body></html>`;
  return { status, contentType: "text/html;charset=utf-8", headers: {}, body };
}
