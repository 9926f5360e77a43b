import { describe, expect, it } from "vitest";
import { describeConfig, detectedAs } from "../../src/config.ts";
import { Secret } from "../../src/core/secret.ts";
import { loadEnvironment, loadFile, messageOf } from "./loading.ts";

const basicLogin = "auth: { type: basic, username: u, password: p }";
const bpelKey = "must be name, customText1 to customText8, or { customProperty: name }";
const bpelAddress = "must be the root of the host, or end in /rest/bpm/bfm/v1";
const plainPassword = "must begin with https://: the password could be read on its way";

/** The address of a Business Flow Manager, what stands behind it, and what is said after "lookout.yaml:". */
const bpelKeys: readonly [string, string, string][] = [
  ["https://bpm", "businessKey: customText9", `5: engines[0].businessKey ${bpelKey}.`],
  ["https://bpm", "businessKey: customText0", `5: engines[0].businessKey ${bpelKey}.`],
  ["https://bpm", "businessKey: { variable: orderNumber }", `5: engines[0].businessKey ${bpelKey}.`],
  ["https://bpm", "businessKey: { customText: 1 }", `5: engines[0].businessKey ${bpelKey}.`],
  ["https://bpm", "businessKey: { customProperty: '' }", "5: engines[0].businessKey.customProperty must not be empty."],
  ["https://bpm", "csrfToken: yes", "5: engines[0].csrfToken must be true or false."],
  ["https://bpm", "csrfToken: 'true'", "5: engines[0].csrfToken must be true or false."],
  ["https://bpm", "csrfTokn: true", "5: engines[0].csrfTokn is not known; did you mean csrfToken?"],
  [
    "https://bpm",
    "flavor: operaton",
    "5: engines[0].flavor is not known (known: id, kind, url, auth, tls, timeout, web, businessKey, csrfToken).",
  ],
  [
    "https://bpm",
    "web: https://x/bpc?piid={piid}",
    "5: engines[0].web holds an unknown placeholder; did you mean {id}?",
  ],
  ["https://bpm/ProcessPortal", "timeout: 10s", `4: engines[0].url ${bpelAddress}.`],
  ["https://bpm/rest/bpm/wle/v1", "timeout: 10s", `4: engines[0].url ${bpelAddress}.`],
  ["https://bpm/rest/bpm/bfm/v2", "timeout: 10s", `4: engines[0].url ${bpelAddress}.`],
  ["https://bpm/rest/bpm/bfm/v1/process", "timeout: 10s", `4: engines[0].url ${bpelAddress}.`],
  ["bpm:9443", "timeout: 10s", "4: engines[0].url must be an address that begins with http:// or https://."],
  ["http://bpm.example.com:9080", basicLogin, `4: engines[0].url ${plainPassword}.`],
  ["http://10.0.0.7/rest/bpm/bfm/v1", basicLogin, `4: engines[0].url ${plainPassword}.`],
];

describe("a Business Flow Manager in a file", () => {
  it("is taken", async () => {
    const least = "  - { id: least, kind: bpel, url: 'https://bpm.example.com:9443/' }\n";
    const most =
      "  - { id: most, kind: bpel, url: 'http://bpm:9080/rest/bpm/bfm/v1/', businessKey: { customProperty: order }, csrfToken: true, timeout: 20s, auth: { type: basic, username: u, password: p }, web: 'https://bpm.example.com/explorer?piid={id}' }\n";
    const text = "  - { id: text, kind: bpel, url: 'http://10.0.0.7/rest/bpm/bfm', businessKey: customText8 }\n";
    expect((await loadFile(`engines:\n${least}${most}${text}`)).engines).toEqual([
      {
        id: "least",
        kind: "bpel",
        url: "https://bpm.example.com:9443",
        auth: { type: "none" },
        timeoutMs: 10_000,
        businessKey: "name",
        csrfToken: false,
      },
      {
        id: "most",
        kind: "bpel",
        url: "http://bpm:9080/rest/bpm/bfm/v1",
        auth: { type: "basic", username: "u", password: expect.any(Secret) },
        timeoutMs: 20_000,
        web: "https://bpm.example.com/explorer?piid={id}",
        businessKey: { customProperty: "order" },
        csrfToken: true,
      },
      {
        id: "text",
        kind: "bpel",
        url: "http://10.0.0.7/rest/bpm/bfm",
        auth: { type: "none" },
        timeoutMs: 10_000,
        businessKey: "customText8",
        csrfToken: false,
      },
    ]);
  });

  it.each(bpelKeys)("%s with %s", async (url, key, message) => {
    const content = `engines:\n  - id: bpm\n    kind: bpel\n    url: ${url}\n    ${key}\n`;
    expect(await messageOf(loadFile(content))).toBe(`lookout.yaml:${message}`);
  });

  it("is told without secrets", async () => {
    const content = `engines:\n  - { id: bpm, kind: bpel, url: https://bpm/rest/bpm/bfm, csrfToken: true, ${basicLogin} }\n`;
    expect(describeConfig(await loadFile(content)).engines).toEqual([
      {
        id: "bpm",
        kind: "bpel",
        url: "https://bpm/rest/bpm/bfm",
        auth: "basic",
        timeoutMs: 10_000,
        tls: [],
        csrfToken: true,
        web: null,
        businessKey: "name",
      },
    ]);
  });
});

describe("LOOKOUT_ENGINE_* for BPEL", () => {
  const login = { LOOKOUT_ENGINE_USERNAME: "u", LOOKOUT_ENGINE_PASSWORD: "p" };

  it.each(["https://bpm.example.com:9443", "https://bpm.example.com/rest/bpm/bfm/v1", "http://bpm:9080"])(
    "%s, with a password",
    async (address) => {
      const told = { LOOKOUT_ENGINE_URL: address, LOOKOUT_ENGINE_KIND: "bpel", ...login };
      expect((await loadEnvironment(told)).engines).toEqual([
        {
          id: "bpel",
          kind: "bpel",
          url: address,
          auth: { type: "basic", username: "u", password: expect.any(Secret) },
          timeoutMs: 10_000,
          businessKey: "name",
          csrfToken: false,
        },
      ]);
    },
  );

  it.each([
    ["http://bpm.example.com:9080", "must begin with https://: the password could be read on its way."],
    ["https://bpm.example.com/portal", "must be the root of the host, or end in /rest/bpm/bfm/v1."],
  ])("%s is refused, whether the kind is told or found out", async (address, because) => {
    const env = { LOOKOUT_ENGINE_URL: address, ...login };
    const message = `environment: LOOKOUT_ENGINE_URL ${because}`;
    expect(await messageOf(loadEnvironment({ ...env, LOOKOUT_ENGINE_KIND: "bpel" }))).toBe(message);
    const found = loadEnvironment(env).then((config) => {
      const [engine] = config.engines;
      if (engine?.kind === undefined && engine) detectedAs(engine, "bpel");
      return config;
    });
    expect(await messageOf(found)).toBe(message);
  });
});
