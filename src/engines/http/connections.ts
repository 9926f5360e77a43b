import { X509Certificate } from "node:crypto";
import tls, { type SecureContextOptions } from "node:tls";
import { type Dispatcher, EnvHttpProxyAgent, Pool } from "undici";
import { fault } from "../../core/errors.ts";
import type { Base } from "./address.ts";
import type { HttpSettings, Tls } from "./settings.ts";

export interface Connections {
  readonly dispatcher: Dispatcher;
  /** The proxy that requests may go through. */
  readonly proxy?: ProxyPeer;
}

/** By what a system error shows that it was the proxy that could not be reached. */
export interface ProxyPeer {
  readonly host: string;
  readonly hostname: string;
  /** Absent where the engine listens on the same: then nothing tells them apart. */
  readonly port?: number;
}

export const maxConnections = 8;

/**
 * The connections to one origin. undici's EnvHttpProxyAgent is given every one of its options, because what it is not
 * given it takes from the environment. Each origin gets its own, with the proxy of its scheme only: left alone, the agent
 * sends https through httpProxy when there is no httpsProxy, which no other tool does with these settings.
 */
export function openConnections(base: Base, settings: HttpSettings): Connections {
  const { engine, proxy, timeoutMs } = settings;
  const uri = proxyUri(base.https ? proxy?.httpsProxy : proxy?.httpProxy, engine);
  const ca = authorities(settings.tls, engine);
  // rejectUnauthorized is the default, but the environment (NODE_TLS_REJECT_UNAUTHORIZED) could change the default.
  // timeout: of connecting; the deadline of each request is shorter, this one frees the connection itself.
  const common = { rejectUnauthorized: true, timeout: timeoutMs };
  const engineTls = { ...common, ...secure({ ...ca, ...clientCertificate(settings.tls, engine) }, engine) };
  const proxyTls = { ...common, ...secure(ca, engine) };
  const dispatcher = new EnvHttpProxyAgent({
    httpProxy: uri?.href ?? "",
    httpsProxy: uri?.href ?? "",
    noProxy: proxy?.noProxy ?? "",
    // Plain http goes through a proxy as other clients send it; tunnels to ports other than 443 are often forbidden.
    proxyTunnel: false,
    connections: maxConnections,
    pipelining: 1,
    allowH2: false,
    connect: engineTls,
    requestTls: engineTls,
    proxyTls,
    // The wrapper for plain http through a proxy forgets the limit of connections.
    factory: (origin, options) => new Pool(origin, { ...options, connections: maxConnections }),
  });
  return uri === undefined ? { dispatcher } : { dispatcher, proxy: peer(uri, base) };
}

function peer(uri: URL, base: Base): ProxyPeer {
  const port = portOf(uri);
  return { host: uri.host, hostname: uri.hostname, ...(port === portOf(new URL(base.origin)) ? {} : { port }) };
}

function portOf(url: URL): number {
  return Number(url.port) || (url.protocol === "https:" ? 443 : 80);
}

/** As other tools take it: without a scheme it is http. */
function proxyUri(proxy: string | undefined, engine: string): URL | undefined {
  if (proxy === undefined || proxy === "") return undefined;
  const uri = URL.parse(proxy.includes("://") ? proxy : `http://${proxy}`);
  if (uri !== null && (uri.protocol === "http:" || uri.protocol === "https:")) return uri;
  throw fault("configInvalid", { where: `proxy of engines[${engine}]`, problems: ["is no http or https url"] });
}

/** Own authorities are added to what Node trusts (which NODE_EXTRA_CA_CERTS is part of); without any, Node's defaults do. */
function authorities(own: Tls | undefined, engine: string): SecureContextOptions {
  if (own?.ca === undefined) return {};
  try {
    new X509Certificate(own.ca); // OpenSSL passes over a text without certificates in silence.
  } catch (error) {
    throw fault("configInvalid", { where: `engines[${engine}].tls.ca`, problems: ["holds no PEM certificate"] }, error);
  }
  // getCACertificates came with Node 22.15; imported by name it would keep older ones from starting.
  const known = typeof tls.getCACertificates === "function" ? tls.getCACertificates("default") : tls.rootCertificates;
  return { ca: [...known, own.ca] };
}

function clientCertificate(own: Tls | undefined, engine: string): SecureContextOptions {
  if (own?.cert === undefined && own?.key === undefined) return {};
  if (own.cert === undefined || own.key === undefined) {
    throw fault("configInvalid", { where: `engines[${engine}].tls`, problems: ["cert and key come together"] });
  }
  return {
    cert: own.cert,
    key: own.key,
    ...(own.passphrase === undefined ? {} : { passphrase: own.passphrase.reveal() }),
  };
}

/** Made once: reading the roots anew for every connection takes milliseconds, and bad files are found at the start. */
function secure(options: SecureContextOptions, engine: string) {
  if (Object.keys(options).length === 0) return {};
  try {
    return { secureContext: tls.createSecureContext(options) };
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unreadable";
    throw fault("configInvalid", { where: `engines[${engine}].tls`, problems: [`cert and key: ${code}`] }, error);
  }
}
