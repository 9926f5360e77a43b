import * as z from "zod";
import { nearest } from "../core/schema-problems.ts";
import { type AuthInput, type Connection, connectionShape, engineId } from "../engines/settings.ts";
import { loadConnection } from "./connection.ts";
import type { EngineKind } from "./engine-settings.ts";
import { engineKind } from "./file-schema.ts";
import { createNamedFiles, type NamedFile, type ReadFile } from "./files.ts";
import type { Env } from "./placeholders.ts";
import { check, configFault, type KeyPath, keyText, type Problem } from "./problems.ts";

const prefix = "LOOKOUT_ENGINE_";
const parts = ["URL", "KIND", "ID", "USERNAME", "PASSWORD", "PASSWORD_FILE", "TOKEN", "TOKEN_FILE"] as const;
type Part = (typeof parts)[number];

const schema = z.strictObject({
  id: engineId.optional(),
  kind: engineKind.optional(),
  url: connectionShape.url,
  auth: connectionShape.auth,
});

/** One engine from the environment. Without a kind, whoever connects finds it out. */
export interface EnvironmentEngine extends Connection {
  readonly id?: string;
  readonly kind?: EngineKind;
}

export interface EnvironmentAnswer {
  readonly engine: EnvironmentEngine;
  readonly files: readonly NamedFile[];
}

/** Names of the variables that would configure an engine. An empty one counts as not set. */
export function engineVariables(env: Env): string[] {
  return Object.keys(env)
    .filter((name) => name.startsWith(prefix) && env[name])
    .sort();
}

/** Reads LOOKOUT_ENGINE_*; the caller has seen that some are set. Throws `configInvalid` naming variables. */
export async function loadEnvironment(env: Env, cwd: string, readFile: ReadFile): Promise<EnvironmentAnswer> {
  const held = (part: Part) => env[prefix + part] || undefined;
  const variable = (path: KeyPath) => variableOf(path, held);
  const halves = halfFilled(env, held);
  if (halves.length > 0) throw configFault("environment", halves);

  const written = { id: held("ID"), kind: held("KIND"), url: held("URL"), auth: authOf(held) };
  const { read, problems } = check(schema, written);
  if (!read) throw configFault("environment", inVariables(problems, variable));
  const named = createNamedFiles(cwd, readFile);
  const connection = await loadConnection(read, [], named);
  if (named.problems.length > 0) throw configFault("environment", inVariables(named.problems, variable));
  return {
    engine: {
      ...(read.id === undefined ? {} : { id: read.id }),
      ...(read.kind === undefined ? {} : { kind: read.kind }),
      ...connection,
    },
    files: named.files.map(({ path, file }) => ({ path: [variable(path)], file })),
  };
}

function secretOf(held: (part: Part) => string | undefined, part: "PASSWORD" | "TOKEN"): string | { file: string } {
  const file = held(`${part}_FILE`);
  return file === undefined ? (held(part) ?? "") : { file };
}

function authOf(held: (part: Part) => string | undefined): AuthInput {
  if (held("TOKEN") ?? held("TOKEN_FILE")) return { type: "bearer", token: secretOf(held, "TOKEN") };
  const username = held("USERNAME");
  return username === undefined ? { type: "none" } : { type: "basic", username, password: secretOf(held, "PASSWORD") };
}

function variableOf(path: KeyPath, held: (part: Part) => string | undefined): string {
  const key = keyText(path.slice(-1)).toUpperCase();
  const part = parts.find((candidate) => candidate === key);
  const isFile = (part === "PASSWORD" || part === "TOKEN") && held(`${part}_FILE`) !== undefined;
  return prefix + key + (isFile ? "_FILE" : "");
}

/** "auth.username must not …" becomes "LOOKOUT_ENGINE_USERNAME must not …". */
function inVariables(problems: readonly Problem[], variable: (path: KeyPath) => string): Problem[] {
  return problems.map(({ path, text }) => ({ path, text: variable(path) + text.slice(keyText(path).length) }));
}

const plain = (text: string): Problem => ({ path: [], text });

/** What is unknown, missing or there twice among the variables. */
function halfFilled(env: Env, held: (part: Part) => string | undefined): Problem[] {
  const set = engineVariables(env);
  const unknown = set.filter((name) => !parts.some((part) => name === prefix + part));
  const known = set.filter((name) => !unknown.includes(name));
  const problems = unknown.map((name) => {
    const near = nearest(name.slice(prefix.length), parts);
    const others = `(known: ${parts.map((part) => prefix + part).join(", ")}; all else is set in a configuration file)`;
    return plain(`${name} is not known${near ? `; did you mean ${prefix}${near}?` : ` ${others}`}`);
  });
  if (held("URL") === undefined && known.length > 0)
    problems.push(plain(`${subject(known)} set without LOOKOUT_ENGINE_URL`));
  for (const part of ["PASSWORD", "TOKEN"] as const) {
    if (held(part) && held(`${part}_FILE`)) {
      problems.push(plain(`${prefix}${part} and ${prefix}${part}_FILE are both set: unset one of them`));
    }
  }
  const token = known.find((name) => name.startsWith(`${prefix}TOKEN`));
  const password = known.find((name) => name.startsWith(`${prefix}PASSWORD`));
  const username = held("USERNAME") === undefined ? undefined : `${prefix}USERNAME`;
  const login = password ?? username;
  if (token && login) problems.push(plain(`${token} and ${login} are both set: an engine has one login`));
  else if (username && !password) {
    problems.push(plain(`${username} is set without ${prefix}PASSWORD or ${prefix}PASSWORD_FILE`));
  } else if (password && !username) problems.push(plain(`${password} is set without ${prefix}USERNAME`));
  return problems;
}

function subject(names: readonly string[]): string {
  return names.length < 2 ? `${names.join("")} is` : `${names.slice(0, -1).join(", ")} and ${names.at(-1)} are`;
}
