/** Refusals: those of the API in its own form, and those of the framework around it. */

/** Answered as `{status, message, instance, type}`. */
export class ApiFault extends Error {
  readonly status: number;
  readonly type: string;
  constructor(status: number, type: string, message: string) {
    super(message);
    this.status = status;
    this.type = type;
  }
}

export const notFound = (message: string) => new ApiFault(404, "Requested resource not found", message);
export const invalid = (message: string) => new ApiFault(400, "Invalid request", message);
export const unparsable = (message: string) => invalid(`JSON parse error: ${message}`);
export const badData = (message: string) => new ApiFault(400, "Data invalid", message);
/** The storage refused the query. The words are those of incidents whatever was asked for. */
export const unreadable = () => new ApiFault(500, "API application error", "Error in reading incidents");

const reasons = {
  400: "Bad Request",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  406: "Not Acceptable",
  415: "Unsupported Media Type",
} as const;

/** Answered by the framework: `{timestamp, status, error, path}`, or a page, or nothing. */
export class FrameworkFault extends Error {
  readonly status: keyof typeof reasons;
  readonly reason: string;
  readonly headers: Readonly<Record<string, string>>;
  constructor(status: keyof typeof reasons, headers: Readonly<Record<string, string>> = {}) {
    super(reasons[status]);
    this.status = status;
    this.reason = reasons[status];
    this.headers = headers;
  }
}
