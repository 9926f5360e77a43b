/** Refusals of the API, in its own error form, and the numbers of its message catalogue. */
import type { Answer } from "../server.ts";

const messages = {
  CWWBA0001E: "Unknown table or view name: '{0}'.",
  CWWBA0002E: "Unknown column name: '{0}'.",
  CWWBA0003E: "Unknown query operator in where-clause: '{0}'.",
  CWWBA0004E: "Incorrect timestamp in a query where-clause: '{0}'.",
  CWWBA0006E: "The format of the ID '{0}' is not valid.",
  CWWBA0007E: "The type of the ID '{0}' is wrong.",
  CWWBA0010E: "Unexpected exception during execution.",
  CWWBA0011E: "Incorrect operand in a query where-clause: '{0}'.",
  CWWBA0015E: "The '{0}' object does not exist; it might have been deleted.",
  CWWBA0018E: "Parameter '{0}' specifies an invalid value.",
  CWWBE0133E: "The user '{0}' is not allowed to perform the requested action '{1}' on process '{2}'.",
  CWTBF0018E: "Unsupported media type: '{0}'.",
  CWTBG0011E: "The mandatory parameter '{0}' is not specified.",
  CWTBG0012E: "The parameter '{0}' is invalid.",
  CWTBG0651E: "The CSRF token could not be verified and must be renewed.",
} as const;

export type ErrorNumber = keyof typeof messages;

export class ApiFault extends Error {
  readonly status: number;
  readonly number: ErrorNumber;
  readonly parameters: readonly string[];
  constructor(status: number, number: ErrorNumber, ...parameters: readonly string[]) {
    super(`${number}: ${filled(messages[number], parameters)}`);
    this.status = status;
    this.number = number;
    this.parameters = parameters;
  }
}

const filled = (message: string, parameters: readonly string[]): string =>
  message.replace(/\{(\d)\}/g, (_whole, index) => parameters[Number(index)] ?? "");

/** A where or order-by clause, or an id, that is not as it should be. */
export const badRequest = (number: ErrorNumber, ...parameters: readonly string[]): ApiFault =>
  new ApiFault(400, number, ...parameters);
export const noSuch = (id: string): ApiFault => new ApiFault(404, "CWWBA0015E", id);

export const json = "application/json;charset=UTF-8";

/** A token against forgery that is missing or no longer known: what stands before the interface spells its error's names another way. */
export function staleToken(): Answer {
  const number = "CWTBG0651E";
  const body = JSON.stringify({ error_number: number, error_message: `${number}: ${messages[number]}` });
  return { status: 403, contentType: json, headers: {}, body };
}

/** The details are for the programmers of the server: they name its insides, and belong in no other program's output. */
export function faultAnswer({ status, number, message, parameters }: ApiFault): Answer {
  const frames = ["BusinessFlowManagerBean.invoke", "RestServlet.doGet", "FilterChainImpl.doFilter"].map(
    (place, index) => `\tat com.ibm.bpe.internal.${place}(${place.split(".")[0]}.java:${211 + index})`,
  );
  const body = {
    errorNumber: number,
    errorMessage: message,
    ...(parameters.length > 0 && { errorMessageParameters: parameters }),
    programmersDetails: {
      exceptionType: `com.ibm.bpe.api.${number}Exception`,
      stackTrace: [
        `com.ibm.bpe.api.${number}Exception: ${message}`,
        ...frames,
        "Caused by: com.ibm.db2.jcc.am.SqlException: jdbc:db2://bpedb.internal.example:50000/BPEDB, schema BPEADM",
      ].join("\n"),
    },
  };
  return { status, contentType: json, headers: {}, body: JSON.stringify(body) };
}
