/** The engine's refusals, in its own words. */
import type { JsonObject } from "../json.ts";

/** An answer in the engine's error form `{type, message, code}`. */
export class Fault extends Error {
  readonly status: number;
  readonly type: string;
  readonly code: number | null;
  readonly more: JsonObject;
  constructor(status: number, type: string, message: string, code: number | null = null, more: JsonObject = {}) {
    super(message);
    this.status = status;
    this.type = type;
    this.code = code;
    this.more = more;
  }
}

/** A body that does not fit the query object: which of two mappers answers differs by start of the engine. */
export class MappingFault extends Error {}

export const notFound = (message: string) => new Fault(404, "InvalidRequestException", message);
export const invalid = (message: string) => new Fault(400, "InvalidRequestException", message);
export const notValid = (message: string) => new Fault(400, "NotValidException", message, 0);
export const badRequest = (message: string) => new Fault(400, "BadUserRequestException", message, 0);
export const engineFault = (message: string) => new Fault(500, "ProcessEngineException", message, 0);
export const nullValue = (message: string) => new Fault(500, "NullValueException", message, 0);

export const noResource = () => new Fault(404, "NotFoundException", "HTTP 404 Not Found");
export const badParameter = () => new Fault(404, "QueryParamException", "HTTP 404 Not Found");
export const notAllowed = () => new Fault(405, "NotAllowedException", "HTTP 405 Method Not Allowed");
export const notAcceptable = () => new Fault(406, "NotAcceptableException", "HTTP 406 Not Acceptable");
export const notSupported = () => new Fault(415, "NotSupportedException", "HTTP 415 Unsupported Media Type");

type Permission = { readonly permission: string; readonly resource: string; readonly id: string };

/** A person who is known but may not: any one of the permissions would have been enough. */
export function forbidden(userId: string, missing: readonly Permission[]): Fault {
  const wanted = missing.map(
    (one) => `'${one.permission}' permission on resource '${one.id}' of type '${one.resource}'`,
  );
  const message = `The user with id '${userId}' does not have one of the following permissions: ${wanted.join(" or ")}`;
  return new Fault(403, "AuthorizationException", message, 0, {
    userId,
    resourceName: null,
    resourceId: null,
    permissionName: null,
    missingAuthorizations: missing.map((one) => ({
      permissionName: one.permission,
      resourceName: one.resource,
      resourceId: one.id,
    })),
  });
}
