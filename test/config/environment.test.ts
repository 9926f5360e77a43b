// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders as they stand in a configuration
import { describe, expect, it } from "vitest";
import { describeConfig, detectedAs } from "../../src/config.ts";
import { cwd, errorOf, loadEnvironment, messageOf } from "./loading.ts";

const url = "https://c7.example.com/engine-rest";

describe("LOOKOUT_ENGINE_*", () => {
  it("needs no more than an address; the kind is found out later and names the engine", async () => {
    const config = await loadEnvironment({ LOOKOUT_ENGINE_URL: `${url}/` });
    expect(config).toEqual({
      source: { from: "environment", ignored: [] },
      engines: [{ kind: undefined, url, auth: { type: "none" }, timeoutMs: 10_000 }],
      fleetTimeoutMs: 10_000,
      aliases: [],
      proxy: {},
      files: [],
    });
    const [engine] = config.engines;
    expect(engine?.kind === undefined && engine ? detectedAs(engine, "camunda7") : engine).toEqual({
      id: "camunda7",
      kind: "camunda7",
      url,
      auth: { type: "none" },
      timeoutMs: 10_000,
      businessKey: "businessKey",
    });
  });

  it.each([
    { name: "the kind as the id", set: {}, id: "camunda7" },
    { name: "its own id", set: { LOOKOUT_ENGINE_ID: "prod" }, id: "prod" },
  ])("gives an engine $name", async ({ set, id }) => {
    const config = await loadEnvironment({ LOOKOUT_ENGINE_URL: url, LOOKOUT_ENGINE_KIND: "camunda7", ...set });
    expect(config.engines).toEqual([
      { id, kind: "camunda7", url, auth: { type: "none" }, timeoutMs: 10_000, businessKey: "businessKey" },
    ]);
  });

  it.each([
    { set: { LOOKOUT_ENGINE_USERNAME: "u", LOOKOUT_ENGINE_PASSWORD: "${x}" }, secret: "${x}", file: undefined },
    {
      set: { LOOKOUT_ENGINE_USERNAME: "u", LOOKOUT_ENGINE_PASSWORD_FILE: "pw" },
      secret: "from file",
      file: "PASSWORD",
    },
    { set: { LOOKOUT_ENGINE_TOKEN: "abc" }, secret: "abc", file: undefined },
    { set: { LOOKOUT_ENGINE_TOKEN_FILE: "/run/t", LOOKOUT_ENGINE_TOKEN: "" }, secret: "token", file: "TOKEN" },
  ])("takes a login: $set", async ({ set, secret, file }) => {
    const files = { [`${cwd}/pw`]: "from file\n", "/run/t": "token\n" };
    const config = await loadEnvironment({ LOOKOUT_ENGINE_URL: url, ...set }, files);
    const auth = config.engines[0]?.auth;
    const held = auth?.type === "basic" ? auth.password : auth?.type === "bearer" ? auth.token : undefined;
    expect(held?.reveal()).toBe(secret);
    expect(config.files.map(({ key }) => key)).toEqual(file ? [`LOOKOUT_ENGINE_${file}_FILE`] : []);
  });

  it("is missing when nothing, or nothing but empty variables, is set", async () => {
    for (const env of [
      {},
      { LOOKOUT_ENGINE_URL: "", LOOKOUT_CONFIG: "" },
      { HTTPS_PROXY: "x", LOOKOUT_LOG: "debug" },
    ]) {
      expect(await errorOf(loadEnvironment(env))).toMatchObject({ fault: "configMissing" });
    }
  });

  it.each([
    [{ LOOKOUT_ENGINE_KIND: "camunda7" }, "LOOKOUT_ENGINE_KIND is set without LOOKOUT_ENGINE_URL."],
    [
      { LOOKOUT_ENGINE_KIND: "camunda7", LOOKOUT_ENGINE_ID: "a", LOOKOUT_ENGINE_TOKEN: "t" },
      "LOOKOUT_ENGINE_ID, LOOKOUT_ENGINE_KIND and LOOKOUT_ENGINE_TOKEN are set without LOOKOUT_ENGINE_URL.",
    ],
    [
      { LOOKOUT_ENGINE_URL: url, LOOKOUT_ENGINE_USERNAME: "u" },
      "LOOKOUT_ENGINE_USERNAME is set without LOOKOUT_ENGINE_PASSWORD or LOOKOUT_ENGINE_PASSWORD_FILE.",
    ],
    [
      { LOOKOUT_ENGINE_URL: url, LOOKOUT_ENGINE_PASSWORD_FILE: "pw" },
      "LOOKOUT_ENGINE_PASSWORD_FILE is set without LOOKOUT_ENGINE_USERNAME.",
    ],
    [
      {
        LOOKOUT_ENGINE_URL: url,
        LOOKOUT_ENGINE_USERNAME: "u",
        LOOKOUT_ENGINE_PASSWORD: "p",
        LOOKOUT_ENGINE_TOKEN: "t",
      },
      "LOOKOUT_ENGINE_TOKEN and LOOKOUT_ENGINE_PASSWORD are both set: an engine has one login.",
    ],
    [
      { LOOKOUT_ENGINE_URL: url, LOOKOUT_ENGINE_TOKEN: "t", LOOKOUT_ENGINE_TOKEN_FILE: "t" },
      "LOOKOUT_ENGINE_TOKEN and LOOKOUT_ENGINE_TOKEN_FILE are both set: unset one of them.",
    ],
    [
      { LOOKOUT_ENGINE_URL: url, LOOKOUT_ENGINE_PASWORD: "p" },
      "LOOKOUT_ENGINE_PASWORD is not known; did you mean LOOKOUT_ENGINE_PASSWORD?",
    ],
    [
      { LOOKOUT_ENGINE_URL: url, LOOKOUT_ENGINE_FLAVOR: "operaton" },
      "LOOKOUT_ENGINE_FLAVOR is not known (known: LOOKOUT_ENGINE_URL, LOOKOUT_ENGINE_KIND, LOOKOUT_ENGINE_ID, LOOKOUT_ENGINE_USERNAME, LOOKOUT_ENGINE_PASSWORD, LOOKOUT_ENGINE_PASSWORD_FILE, LOOKOUT_ENGINE_TOKEN, LOOKOUT_ENGINE_TOKEN_FILE; all else is set in a configuration file).",
    ],
    [
      { LOOKOUT_ENGINE_URL: "https://u:p@c7/engine-rest" },
      "LOOKOUT_ENGINE_URL must not hold a user name or password: use auth (LOOKOUT_ENGINE_USERNAME and LOOKOUT_ENGINE_PASSWORD in the environment).",
    ],
    [
      { LOOKOUT_ENGINE_URL: "localhost:8080", LOOKOUT_ENGINE_KIND: "operaton", LOOKOUT_ENGINE_ID: "Prod" },
      "LOOKOUT_ENGINE_ID must be 1 to 32 characters of a-z, 0-9 and -, and begin with a letter or a digit; LOOKOUT_ENGINE_KIND must be camunda7 (for Operaton and CIB seven too), camunda8 or bpel; LOOKOUT_ENGINE_URL must be an address that begins with http:// or https://.",
    ],
    [
      { LOOKOUT_ENGINE_URL: url, LOOKOUT_ENGINE_USERNAME: "u:v", LOOKOUT_ENGINE_PASSWORD: "p" },
      "LOOKOUT_ENGINE_USERNAME must not hold a colon: HTTP Basic cannot carry it.",
    ],
    [
      { LOOKOUT_ENGINE_URL: url, LOOKOUT_ENGINE_TOKEN: "Bearer abc" },
      "LOOKOUT_ENGINE_TOKEN must be the bare token, without the word Bearer, spaces or line breaks.",
    ],
    [
      { LOOKOUT_ENGINE_URL: url, LOOKOUT_ENGINE_TOKEN_FILE: "/run/none" },
      "LOOKOUT_ENGINE_TOKEN_FILE names /run/none, which does not exist.",
    ],
    [
      { LOOKOUT_ENGINE_URL: url, HTTPS_PROXY: "socks5://proxy:1080" },
      "HTTPS_PROXY must be the address of a proxy that begins with http:// or https://.",
    ],
  ])("%o is refused", async (env, message) => {
    expect(await messageOf(loadEnvironment(env))).toBe(`environment: ${message}`);
  });
});

describe("LOOKOUT_ENGINE_* for Camunda 8", () => {
  const address = "http://localhost:8080/v2";

  it.each([
    [{ LOOKOUT_ENGINE_KIND: "camunda8" }, "camunda8"],
    [{ LOOKOUT_ENGINE_KIND: "camunda8", LOOKOUT_ENGINE_ID: "prod" }, "prod"],
  ])("%o", async (set, id) => {
    const config = await loadEnvironment({ LOOKOUT_ENGINE_URL: address, ...set });
    expect(config.engines).toEqual([
      { id, kind: "camunda8", url: address, auth: { type: "none" }, timeoutMs: 10_000, businessKey: "businessId" },
    ]);
  });

  it("the kind is found out where it is not told", async () => {
    const [engine] = (await loadEnvironment({ LOOKOUT_ENGINE_URL: address })).engines;
    expect(engine?.kind === undefined && engine ? detectedAs(engine, "camunda8") : engine).toEqual({
      id: "camunda8",
      kind: "camunda8",
      url: address,
      auth: { type: "none" },
      timeoutMs: 10_000,
      businessKey: "businessId",
    });
  });
});

describe("proxies", () => {
  it.each([
    [{ HTTP_PROXY: "proxy:3128" }, { httpProxy: "http://proxy:3128" }],
    [{ https_proxy: "http://a", HTTPS_PROXY: "http://b" }, { httpsProxy: "http://a" }],
    [{ https_proxy: "", HTTPS_PROXY: "http://b" }, { httpsProxy: "http://b" }],
    [{ no_proxy: " .example.com,localhost " }, { noProxy: ".example.com,localhost" }],
    [{ HTTPS_PROXY: "http://u:p@proxy:3128" }, { httpsProxy: "http://u:p@proxy:3128" }],
  ])("%o", async (env, proxy) => {
    expect((await loadEnvironment({ LOOKOUT_ENGINE_URL: url, ...env })).proxy).toEqual(proxy);
  });
});

describe("describeConfig", () => {
  it("tells what is configured without secrets and names of users", async () => {
    const env = {
      LOOKOUT_ENGINE_URL: url,
      LOOKOUT_ENGINE_USERNAME: "the-user",
      LOOKOUT_ENGINE_PASSWORD_FILE: "/run/pw",
      HTTPS_PROXY: "http://proxy-user:proxy-password@proxy:3128",
    };
    expect(describeConfig(await loadEnvironment(env, { "/run/pw": "the-password" }))).toEqual({
      source: { from: "environment", ignored: [] },
      engines: [{ id: null, kind: null, url, auth: "basic", timeoutMs: 10_000, tls: [] }],
      fleetTimeoutMs: 10_000,
      aliases: [],
      accessRules: null,
      slack: null,
      proxy: { httpsProxy: "http://proxy:3128" },
      files: [{ key: "LOOKOUT_ENGINE_PASSWORD_FILE", path: "/run/pw" }],
    });
  });
});
