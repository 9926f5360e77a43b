import * as z from "zod";
import { type AuthInput, connectionShape, mayHoldLogin } from "../engines/settings.ts";
import { loadConnection } from "./connection.ts";
import { type EngineSettings, engineSettings } from "./engine-settings.ts";
import { createNamedFiles, type NamedFile, type ReadFile } from "./files.ts";
import type { Env } from "./placeholders.ts";
import { check, configFault, type KeyPath, keyText, type Problem } from "./problems.ts";

/*
 * The variables of Camunda's own TypeScript client (@camunda8/orchestration-cluster-api 9.1), read as it reads them, so that
 * whoever can run it needs nothing else here. ZEEBE_CLIENT_ID and ZEEBE_CLIENT_SECRET are those of the older @camunda8/sdk,
 * and stand in the file that the SaaS gives with new credentials.
 */
const names = [
  "CAMUNDA_REST_ADDRESS",
  "ZEEBE_REST_ADDRESS",
  "CAMUNDA_AUTH_STRATEGY",
  "CAMUNDA_CLIENT_ID",
  "CAMUNDA_CLIENT_SECRET",
  "ZEEBE_CLIENT_ID",
  "ZEEBE_CLIENT_SECRET",
  "CAMUNDA_OAUTH_URL",
  "CAMUNDA_OAUTH_GRANT_TYPE",
  "CAMUNDA_OAUTH_SCOPE",
  "CAMUNDA_TOKEN_AUDIENCE",
  "CAMUNDA_BASIC_AUTH_USERNAME",
  "CAMUNDA_BASIC_AUTH_PASSWORD",
  "CAMUNDA_MTLS_CA",
  "CAMUNDA_MTLS_CA_PATH",
  "CAMUNDA_MTLS_CERT",
  "CAMUNDA_MTLS_CERT_PATH",
  "CAMUNDA_MTLS_KEY",
  "CAMUNDA_MTLS_KEY_PATH",
  "CAMUNDA_MTLS_KEY_PASSPHRASE",
] as const;
type Name = (typeof names)[number];

// The client's own defaults.
const defaultAddress = "http://localhost:8080";
const defaultTokenUrl = "https://login.cloud.camunda.io/oauth/token";
const defaultAudience = "zeebe.camunda.io";

const strategies = ["NONE", "BASIC", "OAUTH"] as const;

type Held = (name: Name) => string | undefined;

/** Blank counts as not set. */
const heldIn =
  (env: Env): Held =>
  (name) =>
    env[name]?.trim() || undefined;

/**
 * Names of the variables that would configure a cluster. An address does, or the id and the secret of a client; without
 * these, others may be there for other programs.
 */
export function camundaVariables(env: Env): Name[] {
  const held = heldIn(env);
  const isOn = addressOf(held) !== undefined || (held("CAMUNDA_CLIENT_ID") && held("CAMUNDA_CLIENT_SECRET"));
  return isOn ? names.filter(held).sort() : [];
}

/** Reads CAMUNDA_*; the caller has seen that they configure a cluster. Throws `configInvalid` naming variables. */
export async function loadCamundaEnvironment(
  env: Env,
  cwd: string,
  readFile: ReadFile,
): Promise<{ engine: EngineSettings; files: readonly NamedFile[] }> {
  const held = heldIn(env);
  const address = addressOf(held);
  const { auth, problems } = authOf(held);
  problems.push(...halfTls(held), ...loginsInAddresses(held));
  const written = { url: address === undefined ? defaultAddress : held(address), auth };
  const { read, problems: more } = check(schema, written);
  const variable = (path: KeyPath) => variableOf(path, held);
  const all = [
    ...problems,
    ...inVariables(more, variable).filter(({ path }) => !problems.some((known) => known.path[0] === path[0])),
  ];
  if (!read || all.length > 0) throw configFault("environment", all);
  const named = createNamedFiles(cwd, readFile);
  const connection = await loadConnection({ ...read, tls: tlsOf(held, env) }, [], named);
  if (named.problems.length > 0) throw configFault("environment", inVariables(named.problems, variable));
  return {
    engine: engineSettings({ id: "camunda8", kind: "camunda8" }, connection),
    files: named.files.map(({ path, file }) => ({ path: [variable(path)], file })),
  };
}

const schema = z.strictObject({ url: connectionShape.url, auth: connectionShape.auth });

const addressOf = (held: Held) => (["CAMUNDA_REST_ADDRESS", "ZEEBE_REST_ADDRESS"] as const).find(held);

/** A problem with one variable, which stands at the beginning of its text. */
const problemOf = (name: Name, text: string): Problem => ({ path: [name], text: `${name} ${text}` });

interface Login {
  readonly auth: AuthInput;
  readonly problems: Problem[];
}

/** The strategy as it is set or, as the client finds it, by what there is for one. */
function authOf(held: Held): Login {
  const none: AuthInput = { type: "none" };
  const written = held("CAMUNDA_AUTH_STRATEGY");
  const strategy = strategies.find((one) => one === written?.toUpperCase());
  if (written !== undefined && strategy === undefined) {
    return { auth: none, problems: [problemOf("CAMUNDA_AUTH_STRATEGY", `must be one of ${strategies.join(", ")}`)] };
  }
  const client = clientNames(held);
  const user = ["CAMUNDA_BASIC_AUTH_USERNAME", "CAMUNDA_BASIC_AUTH_PASSWORD"] as const;
  switch (strategy) {
    case "NONE":
      return { auth: none, problems: [] };
    case "OAUTH":
      return { auth: oauthOf(held, client), problems: [...missing(held, "OAUTH", client), ...grantProblems(held)] };
    case "BASIC":
      return { auth: basicOf(held, user), problems: missing(held, "BASIC", user) };
    default:
      if (client.every(held)) return { auth: oauthOf(held, client), problems: grantProblems(held) };
      if (user.every(held)) return { auth: basicOf(held, user), problems: [] };
      return { auth: none, problems: [...half(held, client), ...half(held, user)] };
  }
}

type Pair = readonly [Name, Name];

const clientNames = (held: Held): Pair =>
  held("CAMUNDA_CLIENT_ID") || held("CAMUNDA_CLIENT_SECRET") || !held("ZEEBE_CLIENT_ID")
    ? ["CAMUNDA_CLIENT_ID", "CAMUNDA_CLIENT_SECRET"]
    : ["ZEEBE_CLIENT_ID", "ZEEBE_CLIENT_SECRET"];

function oauthOf(held: Held, [id, secret]: Pair): AuthInput {
  const scope = held("CAMUNDA_OAUTH_SCOPE");
  return {
    type: "oauth",
    tokenUrl: held("CAMUNDA_OAUTH_URL") ?? defaultTokenUrl,
    clientId: held(id) ?? "",
    clientSecret: held(secret) ?? "",
    audience: held("CAMUNDA_TOKEN_AUDIENCE") ?? defaultAudience,
    ...(scope === undefined ? {} : { scope }),
  };
}

const basicOf = (held: Held, [username, password]: Pair): AuthInput => ({
  type: "basic",
  username: held(username) ?? "",
  password: held(password) ?? "",
});

const missing = (held: Held, strategy: string, pair: Pair) =>
  pair
    .filter((name) => !held(name))
    .map((name) => problemOf(name, `is not set, but CAMUNDA_AUTH_STRATEGY=${strategy} needs it`));

function half(held: Held, [one, other]: Pair): Problem[] {
  if (Boolean(held(one)) === Boolean(held(other))) return [];
  return [held(one) ? problemOf(one, `is set without ${other}`) : problemOf(other, `is set without ${one}`)];
}

function grantProblems(held: Held): Problem[] {
  const grant = held("CAMUNDA_OAUTH_GRANT_TYPE") ?? "client_credentials";
  if (grant === "client_credentials") return [];
  return [problemOf("CAMUNDA_OAUTH_GRANT_TYPE", "must be client_credentials, the only grant that needs no person")];
}

/** PEM itself outweighs the path of a file, as with the client. */
function pemName(held: Held, part: "CA" | "CERT" | "KEY"): Name | undefined {
  return ([`CAMUNDA_MTLS_${part}`, `CAMUNDA_MTLS_${part}_PATH`] as const).find(held);
}

function tlsOf(held: Held, env: Env) {
  const pem = (part: "CA" | "CERT" | "KEY") => {
    const name = pemName(held, part);
    const text = name === undefined ? undefined : held(name);
    return text === undefined || name?.endsWith("_PATH") ? text : { text };
  };
  const { CAMUNDA_MTLS_KEY_PASSPHRASE } = env;
  const passphrase = CAMUNDA_MTLS_KEY_PASSPHRASE || undefined;
  const tls = { ca: pem("CA"), cert: pem("CERT"), key: pem("KEY"), passphrase };
  return Object.values(tls).some((part) => part !== undefined) ? tls : undefined;
}

function halfTls(held: Held): Problem[] {
  const cert = pemName(held, "CERT");
  const key = pemName(held, "KEY");
  const problems: Problem[] = [];
  if (cert && !key) problems.push(problemOf(cert, "is set without CAMUNDA_MTLS_KEY_PATH"));
  if (key && !cert) problems.push(problemOf(key, "is set without CAMUNDA_MTLS_CERT_PATH"));
  if (held("CAMUNDA_MTLS_KEY_PASSPHRASE") && !key) {
    problems.push(problemOf("CAMUNDA_MTLS_KEY_PASSPHRASE", "is set without CAMUNDA_MTLS_KEY_PATH"));
  }
  return problems;
}

/** Said here because the way out is not that of other places. */
function loginsInAddresses(held: Held): Problem[] {
  const address = addressOf(held);
  return [address, "CAMUNDA_OAUTH_URL" as const].flatMap((name) => {
    if (!name || !mayHoldLogin(held(name) ?? "")) return [];
    const instead = name === address ? ": use CAMUNDA_BASIC_AUTH_USERNAME and CAMUNDA_BASIC_AUTH_PASSWORD" : "";
    return [problemOf(name, `must not hold a user name or password${instead}`)];
  });
}

/** The variable that a key of the connection was read from. */
function variableOf(path: KeyPath, held: Held): Name {
  const variables: Readonly<Record<string, Name | undefined>> = {
    url: addressOf(held),
    tokenUrl: "CAMUNDA_OAUTH_URL",
    clientId: clientNames(held)[0],
    clientSecret: clientNames(held)[1],
    username: "CAMUNDA_BASIC_AUTH_USERNAME",
    password: "CAMUNDA_BASIC_AUTH_PASSWORD",
    ca: pemName(held, "CA"),
    cert: pemName(held, "CERT"),
    key: pemName(held, "KEY"),
    passphrase: "CAMUNDA_MTLS_KEY_PASSPHRASE",
  };
  return variables[String(path.at(-1))] ?? "CAMUNDA_REST_ADDRESS";
}

/** "auth.username must not …" becomes "CAMUNDA_BASIC_AUTH_USERNAME must not …". */
function inVariables(problems: readonly Problem[], variable: (path: KeyPath) => Name): Problem[] {
  return problems.map(({ path, text }) => problemOf(variable(path), text.slice(keyText(path).length + 1)));
}
