import { fault, type LookoutError } from "../../core/errors.ts";

const redirects: readonly number[] = [300, 301, 302, 303, 307, 308];

/** Words in a host or path that belong to a login, not to an engine. */
const loginWords =
  /(?:^|[/._-])(?:log-?in|log-?on|sign-?in|sso|oauth2?|oidc|openid(?:-connect)?|authorize|auth|saml2?|realms|idp|adfs|cas)(?:[/._-]|$)/i;

export function isRedirect(status: number): boolean {
  return redirects.includes(status);
}

/**
 * Redirects are never followed. 302 and 303 are how login filters answer; but to the same path under another scheme, host
 * or slash they are a correction of the address, which the operator should hear of as that.
 */
export function redirectFault(engine: string, status: number, location: string, requested: string): LookoutError {
  const target = URL.parse(location, requested);
  if (target === null) return fault("redirected", { engine, location: "" });
  const shown = shownLocation(target);
  const samePath = withoutSlash(target.pathname) === withoutSlash(URL.parse(requested)?.pathname ?? "");
  const filter = (status === 302 || status === 303) && !samePath;
  const login = loginWords.test(target.hostname) || (!samePath && loginWords.test(target.pathname));
  return fault(filter || login ? "loginPage" : "redirected", { engine, location: shown });
}

/** Without query, credentials and path parameters (";jsessionid=…"), which can hold secrets. */
function shownLocation(target: URL): string {
  const path = target.pathname.replace(/;[^/]*/g, "");
  return `${target.origin === "null" ? target.protocol : target.origin}${path}`.slice(0, 300);
}

function withoutSlash(path: string): string {
  return path.replace(/\/+$/, "");
}
