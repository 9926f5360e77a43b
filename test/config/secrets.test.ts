// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders as they stand in a configuration
import { inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { describeConfig } from "../../src/config.ts";
import { describe as words } from "../../src/core/describe.ts";
import { LookoutError } from "../../src/core/errors.ts";
import { certificate, cwd, loadEnvironment, loadFile, oneEngine, privateKey } from "./loading.ts";

// With a mark of its own, so that finding it in a text is no chance, between the signs that YAML reads as its own.
const signs = [..."abcXYZ019 {}[]*&!|>'\"%@`#:,-?$\\~=\t", ": ", ", ", "${", "\r\n"];
const line = fc
  .tuple(
    fc.string({ unit: fc.constantFrom(...signs), maxLength: 8 }),
    fc.string({ unit: fc.constantFrom(...signs), maxLength: 8 }),
  )
  .map(([before, after]) => `${before}Kq7${after}`)
  // The name of a variable is no secret.
  .filter((text) => !/\$\{\w*Kq7/.test(text));
const secret = fc.oneof(
  line,
  line.map((text) => `${text}\n${text}`),
);
const rawSecret = line.map((text) => text.replaceAll("\r\n", ""));

/** Where a secret may stand in a file, written as it comes. */
const places = [
  "auth: { type: basic, username: u, password: SECRET }",
  "auth: { type: bearer, token: SECRET }",
  "auth: { type: oauth, tokenUrl: http://t, clientId: c, clientSecret: SECRET }",
  "auth: { type: session, username: u, password: SECRET }",
  "auth: { type: headers, headers: { X-Key: SECRET } }",
  "auth: { type: headers, headers: SECRET }",
  "auth: { type: basic, SECRET }",
  "auth: SECRET",
  "auth:\n      type: basic\n      username: u\n      password: SECRET",
  "auth:\n      type: bearer\n      tokn: SECRET",
  "tls: { passphrase: SECRET }",
  "url: https://user:SECRET@c7.example.com/engine-rest",
  "auth: { type: oauth, tokenUrl: http://u:SECRET@t, clientId: c, clientSecret: s }",
] as const;

function shownOf(error: unknown): string[] {
  if (!(error instanceof LookoutError)) throw error;
  return [
    inspect(error, { depth: 10 }),
    JSON.stringify(error.facts),
    String(error.stack),
    JSON.stringify(words(error)),
  ];
}

/** Everything that may be printed of a loading, whichever way it ends. */
async function shown(loading: ReturnType<typeof loadFile>): Promise<string> {
  const texts = await loading.then(
    (config) => [
      JSON.stringify(config),
      inspect(config, { depth: 10, showHidden: true }),
      String(config),
      JSON.stringify(describeConfig(config)),
    ],
    shownOf,
  );
  return texts.join("\n");
}

const mark = /Kq7/;

describe("no secret is ever shown", () => {
  it.each(places)("raw in %s", async (place) => {
    await fc.assert(
      fc.asyncProperty(rawSecret, async (text) => {
        expect(await shown(loadFile(`${oneEngine}    ${place.replace("SECRET", () => text)}\n`))).not.toMatch(mark);
      }),
    );
  });

  it.each(places)("from the environment or quoted in %s", async (place) => {
    await fc.assert(
      fc.asyncProperty(secret, async (text) => {
        for (const [written, env] of [
          ['"${PW}"', { PW: text }],
          [JSON.stringify(text), {}],
        ] as const) {
          const content = `${oneEngine}    ${place.replace("SECRET", () => written)}\n`;
          expect(await shown(loadFile(content, { env }))).not.toMatch(mark);
        }
      }),
    );
  });

  it("where YAML reads a value as further headers", async () => {
    const content = `${oneEngine}    auth: { type: headers, headers: { X-Key: a, Kq7: b } }\n`;
    expect(await shown(loadFile(content))).not.toMatch(mark);
  });

  it("from files, and beside other problems", async () => {
    const content = `${oneEngine}    auth: { type: bearer, token: { file: token } }\n    tls: { ca: ca, cert: ca, key: key, passphrase: { file: token } }\n`;
    await fc.assert(
      fc.asyncProperty(secret, fc.constantFrom("", "    timeout: 1\n"), async (text, wrong) => {
        const files = {
          [`${cwd}/token`]: text,
          [`${cwd}/ca`]: certificate,
          [`${cwd}/key`]: privateKey.replace("TOPSECRETKEY", () => text),
        };
        expect(await shown(loadFile(content + wrong, { files }))).not.toMatch(mark);
      }),
    );
  });

  it("from variables, and in a proxy", async () => {
    const CAMUNDA_REST_ADDRESS = "http://c8";
    const LOOKOUT_ENGINE_URL = "http://c7/engine-rest";
    await fc.assert(
      fc.asyncProperty(secret, async (text) => {
        for (const env of [
          { LOOKOUT_ENGINE_URL, LOOKOUT_ENGINE_TOKEN: text },
          { LOOKOUT_ENGINE_URL, LOOKOUT_ENGINE_PASSWORD: text },
          { LOOKOUT_ENGINE_URL, LOOKOUT_ENGINE_USERNAME: "u", LOOKOUT_ENGINE_PASSWORD: text },
          { LOOKOUT_ENGINE_URL, HTTPS_PROXY: `http://u:${text}@proxy:3128` },
          { LOOKOUT_ENGINE_URL: `http://u:${text}@c7`, LOOKOUT_ENGINE_KIND: text },
          { LOOKOUT_ENGINE_URL: `http://u:${text}@c7` },
          { CAMUNDA_CLIENT_ID: "lookout", CAMUNDA_CLIENT_SECRET: text },
          { CAMUNDA_CLIENT_ID: "lookout", CAMUNDA_CLIENT_SECRET: text, CAMUNDA_AUTH_STRATEGY: text },
          { CAMUNDA_REST_ADDRESS, CAMUNDA_BASIC_AUTH_USERNAME: "u", CAMUNDA_BASIC_AUTH_PASSWORD: text },
          { CAMUNDA_REST_ADDRESS, CAMUNDA_BASIC_AUTH_PASSWORD: text, CAMUNDA_OAUTH_GRANT_TYPE: text },
          { CAMUNDA_REST_ADDRESS: `http://u:${text}@c8`, CAMUNDA_OAUTH_URL: `http://u:${text}@c8` },
          { CAMUNDA_REST_ADDRESS, CAMUNDA_MTLS_CERT: certificate, CAMUNDA_MTLS_KEY: text },
          {
            CAMUNDA_REST_ADDRESS,
            CAMUNDA_MTLS_CERT: certificate,
            CAMUNDA_MTLS_KEY: privateKey.replace("TOPSECRETKEY", () => text),
            CAMUNDA_MTLS_KEY_PASSPHRASE: text,
          },
        ]) {
          expect(await shown(loadEnvironment(env))).not.toMatch(mark);
        }
      }),
    );
  });
});
