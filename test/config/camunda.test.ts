import { describe, expect, it } from "vitest";
import { describeConfig, loadConfig } from "../../src/config.ts";
import type { Auth } from "../../src/engines/http.ts";
import { certificate, cwd, disk, errorOf, loadEnvironment, messageOf, oneEngine, privateKey } from "./loading.ts";

const address = "https://bru-2.zeebe.camunda.io/0000";
const client = { CAMUNDA_CLIENT_ID: "lookout", CAMUNDA_CLIENT_SECRET: "s3cret" };
const user = { CAMUNDA_BASIC_AUTH_USERNAME: "demo", CAMUNDA_BASIC_AUTH_PASSWORD: "pw" };

/** The login with its secret revealed. */
function revealed(auth: Auth | undefined): object | undefined {
  switch (auth?.type) {
    case "oauth":
      return { ...auth, clientSecret: auth.clientSecret.reveal() };
    case "basic":
      return { ...auth, password: auth.password.reveal() };
    default:
      return auth;
  }
}

const authOf = async (env: Readonly<Record<string, string>>) => revealed((await loadEnvironment(env)).engines[0]?.auth);

const saas = {
  type: "oauth",
  tokenUrl: "https://login.cloud.camunda.io/oauth/token",
  clientId: "lookout",
  clientSecret: "s3cret",
  audience: "zeebe.camunda.io",
};

describe("CAMUNDA_*", () => {
  it("needs no more than an address", async () => {
    expect(await loadEnvironment({ CAMUNDA_REST_ADDRESS: address })).toEqual({
      source: { from: "camundaEnvironment", ignored: [] },
      engines: [
        {
          id: "camunda8",
          kind: "camunda8",
          url: address,
          auth: { type: "none" },
          timeoutMs: 10_000,
          businessKey: "businessId",
        },
      ],
      fleetTimeoutMs: 10_000,
      aliases: [],
      proxy: {},
      files: [],
    });
  });

  it.each([
    [{ CAMUNDA_REST_ADDRESS: ` ${address}/v2/ ` }, `${address}/v2`],
    [{ ZEEBE_REST_ADDRESS: address }, address],
    [{ CAMUNDA_REST_ADDRESS: "", ZEEBE_REST_ADDRESS: address }, address],
    [{ CAMUNDA_REST_ADDRESS: address, ZEEBE_REST_ADDRESS: "http://other" }, address],
    [client, "http://localhost:8080"],
  ])("%o is the address", async (env, url) => {
    expect((await loadEnvironment(env)).engines).toMatchObject([{ url }]);
  });

  it.each<[string, Readonly<Record<string, string>>, object]>([
    ["id and secret mean OAuth, by default of the SaaS", client, saas],
    [
      "all that OAuth can be told",
      {
        ...client,
        CAMUNDA_OAUTH_URL: "https://sso.example.com/token",
        CAMUNDA_TOKEN_AUDIENCE: "orchestration-api",
        CAMUNDA_OAUTH_SCOPE: "a b",
        CAMUNDA_OAUTH_GRANT_TYPE: "client_credentials",
      },
      { ...saas, tokenUrl: "https://sso.example.com/token", audience: "orchestration-api", scope: "a b" },
    ],
    ["the strategy in any case", { ...client, CAMUNDA_AUTH_STRATEGY: " oauth " }, saas],
    ["spaces around values", { CAMUNDA_CLIENT_ID: " lookout", CAMUNDA_CLIENT_SECRET: "s3cret\n" }, saas],
    ["OAuth outweighs a user", { ...client, ...user }, saas],
    [
      "unless the strategy says otherwise",
      { ...client, ...user, CAMUNDA_AUTH_STRATEGY: "BASIC" },
      {
        type: "basic",
        username: "demo",
        password: "pw",
      },
    ],
    ["a user and a password", user, { type: "basic", username: "demo", password: "pw" }],
    ["NONE, whatever else is set", { ...client, ...user, CAMUNDA_AUTH_STRATEGY: "NONE" }, { type: "none" }],
    ["NONE, with half of a login", { CAMUNDA_CLIENT_ID: "x", CAMUNDA_AUTH_STRATEGY: "none" }, { type: "none" }],
    ["the names of the SaaS's file", { ZEEBE_CLIENT_ID: "lookout", ZEEBE_CLIENT_SECRET: "s3cret" }, saas],
    ["the newer names first", { ...client, ZEEBE_CLIENT_ID: "other", ZEEBE_CLIENT_SECRET: "other" }, saas],
    ["a token's url alone", { CAMUNDA_OAUTH_URL: "https://sso.example.com/token" }, { type: "none" }],
  ])("login: %s", async (_name, env, auth) => {
    expect(await authOf({ CAMUNDA_REST_ADDRESS: address, ...env })).toEqual(auth);
  });

  it("takes certificates from files and as they are; the passphrase as it is", async () => {
    const files = { [`${cwd}/ca.pem`]: certificate, "/etc/c.pem": certificate };
    const config = await loadEnvironment(
      {
        CAMUNDA_REST_ADDRESS: address,
        CAMUNDA_MTLS_CA_PATH: "ca.pem",
        CAMUNDA_MTLS_CERT_PATH: "/etc/c.pem",
        CAMUNDA_MTLS_KEY: privateKey,
        CAMUNDA_MTLS_KEY_PATH: "/never/read",
        CAMUNDA_MTLS_KEY_PASSPHRASE: " open ",
      },
      files,
    );
    const [{ tls } = {}] = config.engines;
    expect(tls?.ca).toBe(certificate.trimEnd());
    expect(tls?.cert).toBe(certificate.trimEnd());
    expect(tls?.key).toBe(privateKey.trimEnd());
    expect(tls?.passphrase?.reveal()).toBe(" open ");
    expect(config.files).toEqual([
      { key: "CAMUNDA_MTLS_CA_PATH", path: `${cwd}/ca.pem` },
      { key: "CAMUNDA_MTLS_CERT_PATH", path: "/etc/c.pem" },
    ]);
  });

  it("leaves variables alone that configure no cluster by themselves", async () => {
    for (const env of [
      { CAMUNDA_SDK_LOG_LEVEL: "debug" },
      { CAMUNDA_DEFAULT_TENANT_ID: "north", CAMUNDA_AUTH_STRATEGY: "nonsense" },
      { CAMUNDA_CLIENT_ID: "lookout" },
      { ZEEBE_CLIENT_ID: "a", ZEEBE_CLIENT_SECRET: "b" },
      { CAMUNDA_REST_ADDRESS: " " },
      user,
    ]) {
      expect(await errorOf(loadEnvironment(env))).toMatchObject({ fault: "configMissing" });
    }
  });

  it("takes no notice of what is the client's own business", async () => {
    const plain = await loadEnvironment({ CAMUNDA_REST_ADDRESS: address });
    const others = {
      CAMUNDA_DEFAULT_TENANT_ID: "north",
      CAMUNDA_SDK_LOG_LEVEL: "debug",
      CAMUNDA_OAUTH_CACHE_DIR: "/tmp",
      CAMUNDA_WORKER_NAME: "w",
    };
    expect(await loadEnvironment({ CAMUNDA_REST_ADDRESS: address, ...others })).toEqual(plain);
  });

  it.each<[Readonly<Record<string, string>>, string]>([
    [{ CAMUNDA_AUTH_STRATEGY: "COOKIE" }, "CAMUNDA_AUTH_STRATEGY must be one of NONE, BASIC, OAUTH."],
    [
      { CAMUNDA_AUTH_STRATEGY: "OAUTH" },
      "CAMUNDA_CLIENT_ID is not set, but CAMUNDA_AUTH_STRATEGY=OAUTH needs it; CAMUNDA_CLIENT_SECRET is not set, but CAMUNDA_AUTH_STRATEGY=OAUTH needs it.",
    ],
    [
      { CAMUNDA_AUTH_STRATEGY: "OAUTH", ZEEBE_CLIENT_ID: "a" },
      "ZEEBE_CLIENT_SECRET is not set, but CAMUNDA_AUTH_STRATEGY=OAUTH needs it.",
    ],
    [
      { CAMUNDA_AUTH_STRATEGY: "BASIC", CAMUNDA_BASIC_AUTH_USERNAME: "u" },
      "CAMUNDA_BASIC_AUTH_PASSWORD is not set, but CAMUNDA_AUTH_STRATEGY=BASIC needs it.",
    ],
    [{ CAMUNDA_CLIENT_ID: "a" }, "CAMUNDA_CLIENT_ID is set without CAMUNDA_CLIENT_SECRET."],
    [{ CAMUNDA_CLIENT_SECRET: "a" }, "CAMUNDA_CLIENT_SECRET is set without CAMUNDA_CLIENT_ID."],
    [{ CAMUNDA_BASIC_AUTH_PASSWORD: "a" }, "CAMUNDA_BASIC_AUTH_PASSWORD is set without CAMUNDA_BASIC_AUTH_USERNAME."],
    [
      { ...client, CAMUNDA_OAUTH_GRANT_TYPE: "password" },
      "CAMUNDA_OAUTH_GRANT_TYPE must be client_credentials, the only grant that needs no person.",
    ],
    [
      { ...client, CAMUNDA_OAUTH_URL: "sso.example.com" },
      "CAMUNDA_OAUTH_URL must be an address that begins with http:// or https://.",
    ],
    [
      { ...client, CAMUNDA_OAUTH_URL: "https://u:p@sso.example.com" },
      "CAMUNDA_OAUTH_URL must not hold a user name or password.",
    ],
    [
      { ...user, CAMUNDA_BASIC_AUTH_USERNAME: "a:b" },
      "CAMUNDA_BASIC_AUTH_USERNAME must not hold a colon: HTTP Basic cannot carry it.",
    ],
    [
      { CAMUNDA_REST_ADDRESS: "localhost:8080" },
      "CAMUNDA_REST_ADDRESS must be an address that begins with http:// or https://.",
    ],
    [
      { CAMUNDA_REST_ADDRESS: "", ZEEBE_REST_ADDRESS: "http://c8/v2?x=1" },
      "ZEEBE_REST_ADDRESS must not hold a query (?…): it is the base of the REST API; a key or token belongs in auth.",
    ],
    [
      { CAMUNDA_REST_ADDRESS: "https://u:p@c8" },
      "CAMUNDA_REST_ADDRESS must not hold a user name or password: use CAMUNDA_BASIC_AUTH_USERNAME and CAMUNDA_BASIC_AUTH_PASSWORD.",
    ],
    [{ CAMUNDA_MTLS_CERT: certificate }, "CAMUNDA_MTLS_CERT is set without CAMUNDA_MTLS_KEY_PATH."],
    [{ CAMUNDA_MTLS_KEY_PATH: "k" }, "CAMUNDA_MTLS_KEY_PATH is set without CAMUNDA_MTLS_CERT_PATH."],
    [{ CAMUNDA_MTLS_KEY_PASSPHRASE: "p" }, "CAMUNDA_MTLS_KEY_PASSPHRASE is set without CAMUNDA_MTLS_KEY_PATH."],
    [{ CAMUNDA_MTLS_CA_PATH: "none" }, `CAMUNDA_MTLS_CA_PATH names ${cwd}/none, which does not exist.`],
    [{ CAMUNDA_MTLS_CA_PATH: "/text" }, "CAMUNDA_MTLS_CA_PATH names /text, which holds no certificate in PEM form."],
    [{ CAMUNDA_MTLS_CA: "text" }, "CAMUNDA_MTLS_CA holds no certificate in PEM form."],
    [
      { CAMUNDA_CLIENT_ID: "a", CAMUNDA_REST_ADDRESS: "c8", CAMUNDA_MTLS_KEY_PASSPHRASE: "p" },
      "CAMUNDA_CLIENT_ID is set without CAMUNDA_CLIENT_SECRET; CAMUNDA_MTLS_KEY_PASSPHRASE is set without CAMUNDA_MTLS_KEY_PATH; CAMUNDA_REST_ADDRESS must be an address that begins with http:// or https://.",
    ],
  ])("%o is refused", async (env, message) => {
    const loading = loadEnvironment({ CAMUNDA_REST_ADDRESS: address, ...env }, { "/text": "text" });
    expect(await messageOf(loading)).toBe(`environment: ${message}`);
  });
});

describe("precedence", () => {
  const camunda = { CAMUNDA_REST_ADDRESS: address, ...client, CAMUNDA_SDK_LOG_LEVEL: "debug" };
  const passedOver = ["CAMUNDA_CLIENT_ID", "CAMUNDA_CLIENT_SECRET", "CAMUNDA_REST_ADDRESS"];

  it("LOOKOUT_ENGINE_* comes first, and nothing is merged", async () => {
    const config = await loadEnvironment({ LOOKOUT_ENGINE_URL: "http://c7/engine-rest", ...camunda });
    expect(config.source).toEqual({ from: "environment", ignored: passedOver });
    expect(config.engines).toMatchObject([{ url: "http://c7/engine-rest", auth: { type: "none" } }]);
    expect(await messageOf(loadEnvironment({ LOOKOUT_ENGINE_KIND: "camunda8", ...camunda }))).toBe(
      "environment: LOOKOUT_ENGINE_KIND is set without LOOKOUT_ENGINE_URL.",
    );
  });

  it("a file comes first, and says what it passed over unless it uses it", async () => {
    const files = { [`${cwd}/a.yaml`]: oneEngine.replace("https://c7.example.com", "$" + "{CAMUNDA_REST_ADDRESS}") };
    const env = { ...camunda, LOOKOUT_CONFIG: "a.yaml", LOOKOUT_ENGINE_ID: "x" };
    const config = await loadConfig({ env, cwd, readFile: disk(files) });
    expect(config.source).toEqual({
      from: "LOOKOUT_CONFIG",
      path: `${cwd}/a.yaml`,
      ignored: ["LOOKOUT_ENGINE_ID", "CAMUNDA_CLIENT_ID", "CAMUNDA_CLIENT_SECRET"],
    });
  });

  it("variables that configure nothing are not passed over", async () => {
    const config = await loadEnvironment({ LOOKOUT_ENGINE_URL: "http://c7", ...user, CAMUNDA_CLIENT_ID: "x" });
    expect(config.source.ignored).toEqual([]);
  });
});

it("describeConfig tells the cluster without secrets and names", async () => {
  const config = await loadEnvironment({ CAMUNDA_REST_ADDRESS: address, ...client, CAMUNDA_MTLS_CA: certificate });
  expect(describeConfig(config)).toEqual({
    source: { from: "camundaEnvironment", ignored: [] },
    engines: [
      {
        id: "camunda8",
        kind: "camunda8",
        url: address,
        auth: "oauth",
        timeoutMs: 10_000,
        tls: ["ca"],
        api: null,
        web: null,
        businessKey: "businessId",
      },
    ],
    fleetTimeoutMs: 10_000,
    aliases: [],
    accessRules: null,
    slack: null,
    proxy: {},
    files: [],
  });
});
