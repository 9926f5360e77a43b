// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders as they stand in a configuration
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadConfig } from "../../src/config.ts";
import { Secret } from "../../src/core/secret.ts";
import { certificate, cwd, disk, errorOf, loadFile, messageOf, oneEngine, privateKey } from "./loading.ts";

const whole = `
engines:
  - id: prod
    kind: camunda7
    url: https://c7.example.com/engine-rest/
    flavor: operaton
    engineName: billing
    auth:
      type: basic
      username: lookout
      password: \${C7_PASSWORD}
    tls:
      ca: ca.pem
      cert: /etc/lookout/client.pem
      key: keys/client.key
      passphrase: { file: keys/passphrase }
    timeout: 500ms
    web: https://c7.example.com/cockpit/{engineName}/{definitionKey}/{definitionVersion}/{definitionId}/{id}
    businessKey: { variable: orderNumber }
  - { id: test, kind: camunda7, url: "http://localhost:8080/engine-rest", timeout: 2000 }
access:
  rules:
    - callers: [local]
      engines: [prod, test]
      variables: { show: ["order*"] }
`;
const wholeFiles = {
  [`${cwd}/ca.pem`]: certificate,
  "/etc/lookout/client.pem": certificate,
  [`${cwd}/keys/client.key`]: privateKey,
  [`${cwd}/keys/passphrase`]: "open sesame\r\n",
};

describe("a configuration file", () => {
  it("gives engines, access, proxy, and the files that it names", async () => {
    const env = { C7_PASSWORD: "s3cret", HTTPS_PROXY: "http://proxy.example.com:3128", NO_PROXY: "localhost" };
    const config = await loadFile(whole, { env, files: wholeFiles });
    expect(config).toEqual({
      source: { from: "--config", path: `${cwd}/lookout.yaml`, ignored: [] },
      engines: [
        {
          id: "prod",
          kind: "camunda7",
          url: "https://c7.example.com/engine-rest",
          auth: { type: "basic", username: "lookout", password: expect.any(Secret) },
          tls: {
            ca: certificate.trimEnd(),
            cert: certificate.trimEnd(),
            key: privateKey.trimEnd(),
            passphrase: expect.any(Secret),
          },
          timeoutMs: 500,
          flavor: "operaton",
          engineName: "billing",
          web: "https://c7.example.com/cockpit/{engineName}/{definitionKey}/{definitionVersion}/{definitionId}/{id}",
          businessKey: { variable: "orderNumber" },
        },
        {
          id: "test",
          kind: "camunda7",
          url: "http://localhost:8080/engine-rest",
          auth: { type: "none" },
          timeoutMs: 2000,
          businessKey: "businessKey",
        },
      ],
      fleetTimeoutMs: 10_000,
      aliases: [],
      access: { rules: [{ callers: ["local"], engines: ["prod", "test"], variables: { show: ["order*"] } }] },
      proxy: { httpsProxy: "http://proxy.example.com:3128", noProxy: "localhost" },
      files: [
        { key: "engines[0].tls.ca", path: `${cwd}/ca.pem` },
        { key: "engines[0].tls.cert", path: "/etc/lookout/client.pem" },
        { key: "engines[0].tls.key", path: `${cwd}/keys/client.key` },
        { key: "engines[0].tls.passphrase", path: `${cwd}/keys/passphrase` },
      ],
    });
    const [{ auth, tls } = {}] = config.engines;
    expect(auth?.type === "basic" && auth.password.reveal()).toBe("s3cret");
    expect(tls?.passphrase?.reveal()).toBe("open sesame");
  });

  it.each([
    {
      name: "bearer",
      auth: "{ type: bearer, token: { file: token } }",
      revealed: { type: "bearer", token: "t0ken" },
    },
    {
      name: "oauth",
      auth: '{ type: oauth, tokenUrl: "https://sso.example.com/token", clientId: a, clientSecret: b, scope: c d, audience: e, clientAuthentication: basic }',
      revealed: {
        type: "oauth",
        tokenUrl: "https://sso.example.com/token",
        clientId: "a",
        clientSecret: "b",
        scope: "c d",
        audience: "e",
        clientAuthentication: "basic",
      },
    },
    {
      name: "oauth with the least",
      auth: "{ type: oauth, tokenUrl: 'http://sso/token?policy=x', clientId: a, clientSecret: b }",
      revealed: { type: "oauth", tokenUrl: "http://sso/token?policy=x", clientId: "a", clientSecret: "b" },
    },
    {
      name: "headers",
      auth: "{ type: headers, headers: { X-Api-Key: 'k 1', Context-User-ID: demo } }",
      revealed: { type: "headers", headers: { "X-Api-Key": "k 1", "Context-User-ID": "demo" } },
    },
    {
      name: "session",
      auth: "{ type: session, username: 'demo:x', password: { file: token } }",
      revealed: { type: "session", username: "demo:x", password: "t0ken" },
    },
    { name: "none", auth: "{ type: none }", revealed: { type: "none" } },
  ])("takes the login $name", async ({ auth, revealed }) => {
    const config = await loadFile(`${oneEngine}    auth: ${auth}\n`, { files: { [`${cwd}/token`]: "t0ken\n" } });
    const shown: unknown = JSON.parse(
      JSON.stringify(config.engines[0]?.auth, function (this: Record<string, unknown>, key: string, value: unknown) {
        const held = this[key];
        if (key === "headers" && held instanceof Object) return { ...held };
        return held instanceof Secret ? held.reveal() : value;
      }),
    );
    expect(shown).toEqual(revealed);
  });

  it("takes a Camunda 8 cluster", async () => {
    const least = "  - { id: local, kind: camunda8, url: 'http://localhost:8080/v2/' }\n";
    const most =
      "  - { id: old, kind: camunda8, url: http://operate.example.com, api: operate, businessKey: { variable: orderId }, timeout: 20s, auth: { type: session, username: u, password: p }, web: 'http://operate.example.com/processes/{id}' }\n";
    const tagged = "  - { id: tagged, kind: camunda8, url: http://c8, api: v2, businessKey: { tag: key } }\n";
    expect((await loadFile(`engines:\n${least}${most}${tagged}`)).engines).toEqual([
      {
        id: "local",
        kind: "camunda8",
        url: "http://localhost:8080/v2",
        auth: { type: "none" },
        timeoutMs: 10_000,
        businessKey: "businessId",
      },
      {
        id: "old",
        kind: "camunda8",
        url: "http://operate.example.com",
        auth: { type: "session", username: "u", password: expect.any(Secret) },
        timeoutMs: 20_000,
        api: "operate",
        web: "http://operate.example.com/processes/{id}",
        businessKey: { variable: "orderId" },
      },
      {
        id: "tagged",
        kind: "camunda8",
        url: "http://c8",
        auth: { type: "none" },
        timeoutMs: 10_000,
        api: "v2",
        businessKey: { tag: "key" },
      },
    ]);
  });

  it("kinds may stand beside each other", async () => {
    const other = oneEngine.replace("engines:\n", "").replace("prod", "c8").replace("camunda7", "camunda8");
    expect((await loadFile(oneEngine + other)).engines.map(({ id, kind }) => [id, kind])).toEqual([
      ["prod", "camunda7"],
      ["c8", "camunda8"],
    ]);
  });

  it.each([
    { name: "Windows line ends", content: whole.replaceAll("\n", "\r\n") },
    { name: "a byte order mark", content: `\uFEFF${whole}` },
  ])("is the same with $name", async ({ content }) => {
    const given = { env: { C7_PASSWORD: "s3cret" }, files: wholeFiles };
    expect(await loadFile(content, given)).toEqual(await loadFile(whole, given));
  });

  it("may be JSON, and may share parts by anchors", async () => {
    const json = '{ "engines": [{ "id": "a", "kind": "camunda7", "url": "http://c7/engine-rest" }] }';
    expect((await loadFile(json)).engines).toMatchObject([{ id: "a", url: "http://c7/engine-rest" }]);
    const shared = `${oneEngine}    auth: &login { type: bearer, token: abc }\n  - { id: b, kind: camunda7, url: "http://b", auth: *login }\n`;
    expect((await loadFile(shared)).engines.map((engine) => engine.auth.type)).toEqual(["bearer", "bearer"]);
  });

  it("fills ${NAME} once, anywhere, and leaves $${ and a lone $ alone", async () => {
    const content = `${oneEngine}    engineName: "\${A}-$\${A}-$A-\${B}"\n`;
    const config = await loadFile(content, { env: { A: "a", B: "${A}" } });
    expect(config.engines).toMatchObject([{ engineName: "a-${A}-$A-${A}" }]);
  });

  it.each([
    ["10s", 10_000],
    ["2m", 120_000],
    ["100ms", 100],
    ["1500", 1_500],
    ['"30s"', 30_000],
  ])("takes the timeout %s", async (text, timeoutMs) => {
    expect((await loadFile(`${oneEngine}    timeout: ${text}\n`)).engines).toMatchObject([{ timeoutMs }]);
  });
});

describe("precedence", () => {
  const readFile = disk({ [`${cwd}/a.yaml`]: oneEngine, "/etc/b.yaml": oneEngine.replace("prod", "other") });
  const env = { LOOKOUT_CONFIG: "/etc/b.yaml", LOOKOUT_ENGINE_URL: "http://c7/engine-rest" };

  it("--config wins, and says what it passed over", async () => {
    const config = await loadConfig({ env, cwd, configPath: "a.yaml", readFile });
    expect(config.source).toEqual({
      from: "--config",
      path: `${cwd}/a.yaml`,
      ignored: ["LOOKOUT_CONFIG", "LOOKOUT_ENGINE_URL"],
    });
    expect(config.engines.map(({ id }) => id)).toEqual(["prod"]);
  });

  it("LOOKOUT_CONFIG comes next, the variables after it", async () => {
    const config = await loadConfig({ env, cwd, readFile });
    expect(config.source).toEqual({ from: "LOOKOUT_CONFIG", path: "/etc/b.yaml", ignored: ["LOOKOUT_ENGINE_URL"] });
    expect(config.engines.map(({ id }) => id)).toEqual(["other"]);
    const without = await loadConfig({ env: { ...env, LOOKOUT_CONFIG: "" }, cwd, readFile });
    expect(without.source).toEqual({ from: "environment", ignored: [] });
  });

  it("a variable that the file uses is not passed over", async () => {
    const content = `${oneEngine}    auth: { type: bearer, token: "\${LOOKOUT_ENGINE_TOKEN}" }\n`;
    const config = await loadFile(content, { env: { LOOKOUT_ENGINE_TOKEN: "abc", LOOKOUT_ENGINE_URL: "http://x" } });
    expect(config.source.ignored).toEqual(["LOOKOUT_ENGINE_URL"]);
  });

  it("a lookout.yaml in the current folder is not taken unasked", async () => {
    const loading = loadConfig({ env: {}, cwd, readFile: disk({ [`${cwd}/lookout.yaml`]: oneEngine }) });
    expect(await errorOf(loading)).toMatchObject({ fault: "configMissing" });
  });
});

describe("a file that cannot be read", () => {
  const coded = (code: string) => Object.assign(new Error(code), { code });
  it.each([
    {
      name: "too large",
      content: "#".repeat(1_000_001),
      message: "lookout.yaml: is larger than 1 MB (named by --config).",
    },
    {
      name: "UTF-16",
      content: Uint8Array.of(0xff, 0xfe, 0x65, 0x00),
      message: "lookout.yaml: is not UTF-8 text (named by --config).",
    },
  ])("is told: $name", async ({ content, message }) => {
    expect(await messageOf(loadFile(content))).toBe(message);
  });

  it.each([
    ["ENOENT", "x.yaml: does not exist (named by LOOKOUT_CONFIG)."],
    ["EACCES", "x.yaml: may not be read by this user (named by LOOKOUT_CONFIG)."],
    ["EISDIR", "x.yaml: is a folder (named by LOOKOUT_CONFIG)."],
    ["EIO", "x.yaml: cannot be read (EIO) (named by LOOKOUT_CONFIG)."],
  ])("is told: %s", async (code, message) => {
    const readFile = disk({ [`${cwd}/x.yaml`]: coded(code) });
    expect(await messageOf(loadConfig({ env: { LOOKOUT_CONFIG: "x.yaml" }, cwd, readFile }))).toBe(message);
  });

  it("is told: no name", async () => {
    expect(await messageOf(loadConfig({ env: {}, cwd, configPath: "" }))).toBe("--config: names no file.");
  });

  it("is a file of 1 MB at most, on a real disk", async () => {
    const folder = await mkdtemp(join(tmpdir(), "lookout-config-"));
    try {
      await writeFile(join(folder, "right.yaml"), oneEngine + "#".repeat(1_000_000 - oneEngine.length));
      await writeFile(join(folder, "large.yaml"), oneEngine + "#".repeat(1_000_001 - oneEngine.length));
      const load = (configPath: string) => loadConfig({ env: {}, cwd: folder, configPath });
      expect((await load("right.yaml")).engines).toHaveLength(1);
      expect(await messageOf(load("large.yaml"))).toBe("large.yaml: is larger than 1 MB (named by --config).");
      expect(await messageOf(load("none.yaml"))).toBe("none.yaml: does not exist (named by --config).");
      expect(await messageOf(load("."))).toBe(".: is a folder (named by --config).");
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
