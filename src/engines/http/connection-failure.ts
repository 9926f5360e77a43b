import { fault, type LookoutError } from "../../core/errors.ts";
import type { ProxyPeer } from "./connections.ts";

export interface Failure {
  readonly error: LookoutError;
  /** Whether trying once more may help. */
  readonly passing: boolean;
}

interface Meaning {
  readonly reason: string;
  readonly passing: boolean;
}

const meanings: Readonly<Record<string, Meaning>> = {
  ECONNREFUSED: { reason: "connection refused", passing: true },
  ECONNRESET: { reason: "connection reset", passing: true },
  EPIPE: { reason: "connection reset", passing: true },
  UND_ERR_SOCKET: { reason: "connection closed without an answer", passing: true },
  ENOTFOUND: { reason: "host not found", passing: false },
  EAI_AGAIN: { reason: "host name could not be looked up", passing: false },
  EHOSTUNREACH: { reason: "no route to the host", passing: false },
  ENETUNREACH: { reason: "no route to the host", passing: false },
  ETIMEDOUT: { reason: "connection timed out", passing: false },
  UND_ERR_CONNECT_TIMEOUT: { reason: "connection timed out", passing: false },
  UND_ERR_HEADERS_OVERFLOW: { reason: "answer headers too long", passing: false },
  EPROTO: { reason: "no TLS at this port", passing: false },
  ERR_SSL_WRONG_VERSION_NUMBER: { reason: "no TLS at this port", passing: false },
  ERR_SSL_PACKET_LENGTH_TOO_LONG: { reason: "no TLS at this port", passing: false },
  ERR_SSL_HTTP_REQUEST: { reason: "no TLS at this port", passing: false },
};

/** OpenSSL's words for a certificate that does not check out (Node: "X509 certificate error codes"), and Node's own. */
const untrusted =
  /^(?:UNABLE_TO_|CERT_|CRL_|DEPTH_ZERO_|SELF_SIGNED_|INVALID_CA$|INVALID_PURPOSE$|PATH_LENGTH_|HOSTNAME_MISMATCH|ERROR_IN_(?:CERT|CRL)_|ERR_TLS_CERT_)/;

/** How a server refuses the certificate that we showed, or that we showed none. */
const clientCertificateRefused =
  /^ERR_SSL_.*ALERT_(?:CERTIFICATE|BAD_CERTIFICATE|UNKNOWN_CA|NO_CERTIFICATE|ACCESS_DENIED)/;

/** What went wrong before an answer began, in our words. Nothing of the error's own text goes into a message. */
export function connectionFailure(error: unknown, engine: string, url: string, proxy: ProxyPeer | undefined): Failure {
  const code = errorCode(error);
  const cause = error instanceof Error && code === "UND_ERR_PRX_TLS" ? errorCode(error.cause) : code;
  if (untrusted.test(cause)) return failure(fault("certificateUntrusted", { engine, reason: cause }, error));
  const { reason, passing } = meaning(error, cause);
  const at = proxy !== undefined && isOfProxy(error, proxy) ? `proxy ${proxy.host}: ` : "";
  return failure(fault("unreachable", { engine, url, reason: at + reason }, error), passing);
}

function failure(error: LookoutError, passing = false): Failure {
  return { error, passing };
}

function meaning(error: unknown, code: string): Meaning {
  const known = meanings[code];
  if (known !== undefined) return known;
  if (clientCertificateRefused.test(code))
    return { reason: "it does not accept our client certificate", passing: false };
  if (code.startsWith("ERR_SSL_")) return { reason: `TLS failed: ${code}`, passing: false };
  // undici documents a code HPE_…, but looks it up in a table the wrong way round.
  if (error instanceof Error && error.name === "HTTPParserError")
    return { reason: "no HTTP at this port", passing: false };
  const refusal = proxyRefusal(error);
  if (refusal !== undefined) return { reason: proxyReason(refusal), passing: false };
  return { reason: code === "" ? "connection failed" : code, passing: false };
}

export function proxyReason(status: number): string {
  return status === 407 ? "the proxy demands a login (407)" : `the proxy refuses the connection (${status})`;
}

/** undici tells the status with which a proxy refused a tunnel, or asked for a login, in the error's text only. */
function proxyRefusal(error: unknown): number | undefined {
  const message = error instanceof Error ? error.message : "";
  const status = /^Proxy response \((\d{3})\)|^Proxy Authentication Required \((\d{3})\)/.exec(message);
  return status === null ? undefined : Number(status[1] ?? status[2]);
}

function errorCode(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}

/** System errors say whom they could not reach. */
function isOfProxy(error: unknown, proxy: ProxyPeer): boolean {
  if (!(error instanceof Error)) return false;
  if ("hostname" in error) return error.hostname === proxy.hostname;
  return "port" in error && error.port === proxy.port;
}
