/** Who may come in. */
import type { Request } from "../../server.ts";
import { unauthorised } from "./problems.ts";

export type V2Auth =
  /** User names and passwords. */
  | { readonly kind: "basic"; readonly users: Readonly<Record<string, string>> }
  /** Who takes a token out of the list revokes it. */
  | { readonly kind: "bearer"; readonly tokens: readonly string[] };

/** The name of the visitor; throws for those who have none. */
export type Gate = (request: Request) => string;

/** Without a login everybody comes in, under one name. */
export function openGate(auth: V2Auth | undefined): Gate {
  if (!auth) return () => "anonymous";
  return ({ headers }) => {
    const [scheme = "", credentials = ""] = (headers.authorization ?? "").split(" ");
    if (auth.kind === "basic") {
      const name = scheme.toLowerCase() === "basic" ? userOf(auth.users, credentials) : undefined;
      if (name === undefined) throw unauthorised('Basic realm="Realm"');
      return name;
    }
    if (scheme.toLowerCase() !== "bearer") throw unauthorised("Bearer");
    if (!auth.tokens.includes(credentials)) throw unauthorised('Bearer error="invalid_token"');
    return "lookout-client";
  };
}

function userOf(users: Readonly<Record<string, string>>, credentials: string): string | undefined {
  const text = Buffer.from(credentials, "base64").toString("utf8");
  const colon = text.indexOf(":");
  const name = text.slice(0, colon);
  return colon > 0 && Object.hasOwn(users, name) && users[name] === text.slice(colon + 1) ? name : undefined;
}
