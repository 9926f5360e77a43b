import type { Proxy as ProxySettings } from "../engines/http.ts";
import { printedAs } from "./hidden.ts";
import type { Env } from "./placeholders.ts";
import { configFault, type Problem } from "./problems.ts";

/** The usual variables; as elsewhere, the lower-case name wins, and an address without a scheme is an http:// one. */
export function proxyOf(env: Env): ProxySettings {
  const problems: Problem[] = [];
  const addressOf = (...names: readonly string[]) => {
    const name = names.find((candidate) => env[candidate]?.trim());
    const text = name === undefined ? undefined : env[name]?.trim();
    if (name === undefined || text === undefined) return undefined;
    const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
    if (URL.canParse(address) && ["http:", "https:"].includes(new URL(address).protocol)) return address;
    problems.push({ path: [], text: `${name} must be the address of a proxy that begins with http:// or https://` });
    return undefined;
  };
  const httpProxy = addressOf("http_proxy", "HTTP_PROXY");
  const httpsProxy = addressOf("https_proxy", "HTTPS_PROXY");
  const { no_proxy, NO_PROXY } = env;
  const noProxy = no_proxy?.trim() || NO_PROXY?.trim();
  if (problems.length > 0) throw configFault("environment", problems);
  const proxy: ProxySettings = {
    ...(httpProxy ? { httpProxy } : {}),
    ...(httpsProxy ? { httpsProxy } : {}),
    ...(noProxy ? { noProxy } : {}),
  };
  return printedAs(proxy, shownProxy(proxy));
}

/** The proxies without their credentials. */
export function shownProxy({ httpProxy, httpsProxy, noProxy }: ProxySettings): ProxySettings {
  return {
    ...(httpProxy ? { httpProxy: withoutLogin(httpProxy) } : {}),
    ...(httpsProxy ? { httpsProxy: withoutLogin(httpsProxy) } : {}),
    ...(noProxy ? { noProxy } : {}),
  };
}

function withoutLogin(address: string): string {
  return new URL(address).origin;
}
