/** Errors as problem details (RFC 9457), with the titles and in about the words that the engine has for them. */
import { encode } from "../../json.ts";
import type { Answer } from "../../server.ts";
import type { Dialect } from "./dialect.ts";

export class Problem extends Error {
  readonly status: number;
  readonly title: string;
  readonly headers: Readonly<Record<string, string>>;
  constructor(status: number, title: string, detail: string, headers: Readonly<Record<string, string>> = {}) {
    super(detail);
    this.status = status;
    this.title = title;
    this.headers = headers;
  }
}

/** The body does not have the form that it should have. */
export const unparsable = (path: string): Problem =>
  new Problem(
    400,
    "Bad Request",
    path === "" ? "Request body is not valid JSON" : `Request property [${path}] cannot be parsed`,
  );

export const notConverted = (name: string, value: string): Problem =>
  new Problem(400, "Bad Request", `Failed to convert '${name}' with value: '${value}'`);

export const unknownWord = (title: string, name: string, value: string, words: readonly string[]): Problem =>
  new Problem(
    400,
    title,
    `Unexpected value '${value}' for enum field '${name}'. Use any of the following values: [${words.join(", ")}]`,
  );

export const invalid = (detail: string): Problem => new Problem(400, "INVALID_ARGUMENT", detail);

/** From 8.9 on a key is told from a value of the wrong form. */
export const badKey = ({ badValue }: Dialect, path: string, value: string): Problem =>
  badValue === "Bad Request"
    ? unparsable(path)
    : invalid(
        `The provided ${path.split(".").at(-1)} '${value}' is not a valid key. Expected a numeric value. Did you pass an entity id instead of an entity key?`,
      );

export const badDate = (path: string, value: string): Problem =>
  invalid(`The provided ${path} '${value}' cannot be parsed as a date according to RFC 3339, section 5.6`);

export const notFound = (entity: string, key: string): Problem =>
  new Problem(404, "NOT_FOUND", `${entity} with key '${key}' not found`);

export const noResource = (path: string): Problem =>
  new Problem(404, "Not Found", `No static resource ${path.replace(/^\//, "")}.`);

export const notAllowed = (method: string, allowed: readonly string[]): Problem =>
  new Problem(405, "Method Not Allowed", `Method '${method}' is not supported.`, { allow: allowed.join(", ") });

export const notAcceptable = (types: readonly string[]): Problem =>
  new Problem(406, "Not Acceptable", `Acceptable representations: [${types.join(", ")}].`);

export const notSupported = (contentType: string): Problem =>
  new Problem(415, "Unsupported Media Type", `Content-Type '${contentType}' is not supported.`);

export const forbidden = (path: string): Problem =>
  new Problem(403, "FORBIDDEN", `Unauthorized to perform operation 'READ' on '${path}'`);

export const noSecondaryStorage = (): Problem =>
  new Problem(
    403,
    "FORBIDDEN",
    "This endpoint requires a secondary storage, but secondary storage is disabled: none is set in 'camunda.data.secondary-storage.type'.",
  );

export const unauthorised = (challenge: string): Problem =>
  new Problem(401, "Unauthorized", "Full authentication is required to access this resource", {
    "www-authenticate": challenge,
  });

/** The problem as the answer to a request for this path. */
export function problemAnswer({ status, title, message, headers }: Problem, instance: string): Answer {
  const body = encode({ type: "about:blank", title, status, detail: message, instance });
  return { status, contentType: "application/problem+json", headers, body };
}
