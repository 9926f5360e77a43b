/** Requests as the server in front of the API takes them apart, and the pages that it answers by itself. */
import type { Answer } from "../server.ts";

export const contextPath = "/rest/bpm/bfm/v1";

/** A slash or a bad escape in an encoded segment throws `URIError`. Null: outside the API. */
export function segmentsOf(url: string): readonly string[] | null {
  const [path = ""] = url.split("?", 1);
  if (!path.startsWith(`${contextPath}/`)) return null;
  if (/%(2f|5c|00)/i.test(path)) throw new URIError("encoded slash");
  return path
    .slice(contextPath.length + 1)
    .split("/")
    .map(decodeURIComponent);
}

/** As pairs, so that nothing that is written twice goes unseen. A bad escape throws `URIError`. */
export function parametersOf(url: string): (readonly [name: string, value: string])[] {
  const at = url.indexOf("?");
  const pairs = at < 0 ? [] : url.slice(at + 1).split("&");
  return pairs
    .filter((pair) => pair !== "")
    .map((pair) => {
      const equals = pair.indexOf("=");
      const [name, value] = equals < 0 ? [pair, ""] : [pair.slice(0, equals), pair.slice(equals + 1)];
      return [decoded(name), decoded(value)] as const;
    });
}

const decoded = (text: string): string => decodeURIComponent(text.replaceAll("+", " "));

type MediaType = "application/json" | "application/xml";

/** The one of these types that the client likes best, the first of equals; undefined where it takes none. */
export function preferred(accept: string | undefined, types: readonly MediaType[]): MediaType | undefined {
  const ranges = (accept || "*/*").split(",").map(rangeOf);
  const weightOf = (type: MediaType) => {
    const [kind] = type.split("/");
    for (const wanted of [type, `${kind}/*`, "*/*"]) {
      const found = ranges.find(({ range }) => range === wanted);
      if (found) return found.weight;
    }
    return 0;
  };
  const best = types.toSorted((left, right) => weightOf(right) - weightOf(left))[0];
  return best !== undefined && weightOf(best) > 0 ? best : undefined;
}

function rangeOf(text: string): { readonly range: string; readonly weight: number } {
  const [range = "", ...parameters] = text.split(";").map((part) => part.trim().toLowerCase());
  const weight = parameters.find((one) => one.startsWith("q="))?.slice(2);
  return { range, weight: weight === undefined ? 1 : Number(weight) };
}

const titles = {
  400: "Bad Request",
  401: "Unauthorized",
  404: "Not Found",
  405: "Method Not Allowed",
  414: "Request-URI Too Large",
} as const;

/** A page of the web server: HTML, whatever the client accepts. */
export function htmlPage(status: keyof typeof titles, headers: Answer["headers"] = {}): Answer {
  const title = `Error ${status}: ${titles[status]}`;
  const body = `<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN">\n<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`;
  return { status, contentType: "text/html;charset=ISO-8859-1", headers, body };
}

export function cookie(header: string | undefined, name: string): string | undefined {
  const pairs = (header ?? "").split(";").map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
}
