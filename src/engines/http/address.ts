import { fault } from "../../core/errors.ts";
import type { Ask, Read } from "./settings.ts";

export interface Base {
  readonly origin: string;
  readonly https: boolean;
  /** Path of the base without a slash at its end: "/engine-rest" or "". */
  readonly path: string;
  /** The base as messages show it: no credentials, no query. */
  readonly shown: string;
}

/** A configured url. Credentials in it are neither sent nor shown: `auth` is the place for them. */
export function parseUrl(url: string, where: string): URL {
  const parsed = URL.parse(url);
  if (parsed === null) throw fault("configInvalid", { where, problems: ["is no url"] });
  if (parsed.protocol !== "http:" && parsed.protocol !== "https:") {
    throw fault("configInvalid", { where, problems: ["does not begin with http:// or https://"] });
  }
  return parsed;
}

export function parseBase(url: string, where: string): Base {
  const parsed = parseUrl(url, where);
  if (parsed.search !== "" || parsed.hash !== "") {
    throw fault("configInvalid", { where, problems: ["has a query or fragment"] });
  }
  return baseOf(parsed);
}

export function baseOf(url: URL): Base {
  const path = url.pathname.replace(/\/+$/, "");
  return { origin: url.origin, https: url.protocol === "https:", path, shown: url.origin + path };
}

/** Names that only this machine or the network around it resolves: in a cluster, issuers are mostly asked without TLS. */
const insideName = /^[a-z0-9-]+$|\.(?:localhost|svc|cluster\.local|internal)$/i;

/** Whether a secret sent there without TLS stays on this machine or within its own network. */
export function isInside(url: URL): boolean {
  const host = url.hostname;
  return host === "[::1]" || /^127(\.\d+){3}$/.test(host) || insideName.test(host);
}

/** The request target of one read: base, template filled in, query. */
export function requestTarget(base: Base, read: Read, ask: Ask): string {
  const values = ask.path ?? {};
  const path = read.path.replace(/\{([^}]*)\}/g, (_all, name: string) => {
    const value = values[name];
    if (value === undefined) throw fault("internal", { detail: `no value for {${name}} of ${read.path}` });
    return segment(name, value);
  });
  return base.path + path + queryString(ask.query ?? {});
}

/**
 * A value as exactly one segment of a path. An empty one would turn the read into that of the list above it, and "." and
 * ".." cannot be written in a way that url parsers leave alone (%2e%2e is collapsed as well). No engine has such ids.
 */
function segment(name: string, value: string): string {
  if (value === "" || value === "." || value === "..") {
    throw fault("inputInvalid", { problems: [`${name} cannot be ${JSON.stringify(value)}`] });
  }
  return encoded(name, value);
}

function encoded(name: string, value: string): string {
  if (!value.isWellFormed()) throw fault("inputInvalid", { problems: [`${name} is not valid Unicode text`] });
  return encodeURIComponent(value);
}

function queryString(query: NonNullable<Ask["query"]>): string {
  const pairs: string[] = [];
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) pairs.push(`${encoded(name, name)}=${encoded(name, String(value))}`);
  }
  return pairs.length === 0 ? "" : `?${pairs.join("&")}`;
}
