/** HTTP Basic in front of the engine, as its servlet filter does it. */
import type { Sight } from "./query.ts";
import type { Users } from "./settings.ts";

export type Visitor = {
  /** Null when the engine asks nobody who they are. */
  readonly id: string | null;
  readonly sees: Sight;
  readonly isAdmin: boolean;
};

/** Null means 401. */
export type Gate = (authorization: string | undefined) => Visitor | null;

const anybody: Visitor = { id: null, sees: () => true, isAdmin: true };

/** The engine locks a user after so many wrong passwords, and refuses the right one then without saying why. */
const attempts = 10;

export function openGate(users: Users | undefined): Gate {
  if (!users) return () => anybody;
  const failures = new Map<string, number>();
  return (authorization) => {
    const [name, password] = credentials(authorization);
    const user = Object.hasOwn(users, name) ? users[name] : undefined;
    const failed = failures.get(name) ?? 0;
    if (!user || failed >= attempts) return null;
    if (user.password !== password) {
      failures.set(name, failed + 1);
      return null;
    }
    failures.delete(name);
    const { definitionKeys } = user;
    const isAdmin = definitionKeys === "all";
    return { id: name, isAdmin, sees: (key) => definitionKeys === "all" || definitionKeys.includes(key) };
  };
}

function credentials(authorization: string | undefined): readonly [string, string] {
  const encoded = /^Basic\s+(\S+)$/i.exec(authorization ?? "")?.[1] ?? "";
  const text = Buffer.from(encoded, "base64").toString("utf8");
  const colon = text.indexOf(":");
  return colon < 0 ? ["", ""] : [text.slice(0, colon), text.slice(colon + 1)];
}
