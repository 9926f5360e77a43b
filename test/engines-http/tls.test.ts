import { createPrivateKey } from "node:crypto";
import { expect, test, vi } from "vitest";
import { Secret } from "../../src/core/secret.ts";
import { selfSigned } from "./certificates.ts";
import { faultOf, instance, json, open, serve } from "./servers.ts";

const engine = await selfSigned();

test("an unknown authority is not trusted until it is named", async () => {
  const server = await serve((_request, response) => json(response, {}), engine);
  await expect(faultOf(instance(open(server.url)))).resolves.toEqual({
    fault: "certificateUntrusted",
    facts: { engine: "north", reason: "DEPTH_ZERO_SELF_SIGNED_CERT" },
  });
  await expect(instance(open(server.url, { tls: { ca: engine.cert } }))).resolves.toEqual({ status: 200, body: {} });
  const { cert } = await selfSigned("other.example.org");
  await expect(instance(open(server.url, { tls: { ca: `${cert}\n${engine.cert}` } }))).resolves.toMatchObject({
    status: 200,
  });
  expect(server.seen).toHaveLength(2);
});

test("no switch of the environment turns the check off", async () => {
  const server = await serve((_request, response) => json(response, {}), engine);
  vi.stubEnv("NODE_TLS_REJECT_UNAUTHORIZED", "0");
  try {
    await expect(faultOf(instance(open(server.url)))).resolves.toMatchObject({ fault: "certificateUntrusted" });
    const other = await selfSigned("other.example.org");
    const http = open(server.url, { tls: { ca: other.cert } });
    await expect(faultOf(instance(http))).resolves.toMatchObject({ fault: "certificateUntrusted" });
  } finally {
    vi.unstubAllEnvs();
  }
  expect(server.seen).toEqual([]);
});

test("an expired certificate and one for another host are named as such", async () => {
  const expired = await selfSigned("127.0.0.1", new Date("2020-01-01"));
  const other = await selfSigned("other.example.org");
  const past = await serve((_request, response) => json(response, {}), expired);
  const elsewhere = await serve((_request, response) => json(response, {}), other);
  const first = await faultOf(instance(open(past.url, { tls: { ca: expired.cert } })));
  const second = await faultOf(instance(open(elsewhere.url, { tls: { ca: other.cert } })));
  expect(first).toEqual({ fault: "certificateUntrusted", facts: { engine: "north", reason: "CERT_HAS_EXPIRED" } });
  expect(second).toEqual({
    fault: "certificateUntrusted",
    facts: { engine: "north", reason: "ERR_TLS_CERT_ALTNAME_INVALID" },
  });
  expect(past.sockets.size + elsewhere.sockets.size).toBeLessThanOrEqual(2);
});

test("a client certificate is shown where it is demanded", async () => {
  const client = await selfSigned("lookout.example.org");
  const server = await serve((_request, response) => json(response, {}), {
    ...engine,
    ca: client.cert,
    requestCert: true,
    rejectUnauthorized: true,
  });
  const without = await faultOf(instance(open(server.url, { tls: { ca: engine.cert } })));
  expect(without).toMatchObject({ fault: "unreachable" });
  expect(server.seen).toEqual([]);
  await expect(instance(open(server.url, { tls: { ca: engine.cert, ...client } }))).resolves.toMatchObject({
    status: 200,
  });
});

test("a key with a passphrase, and with a wrong one", async () => {
  const client = await selfSigned("lookout.example.org");
  const key = createPrivateKey(client.key).export({
    type: "pkcs8",
    format: "pem",
    cipher: "aes-256-cbc",
    passphrase: "open",
  });
  const server = await serve((_request, response) => json(response, {}), {
    ...engine,
    ca: client.cert,
    requestCert: true,
  });
  const tls = { ca: engine.cert, cert: client.cert, key: key.toString() };
  const http = open(server.url, { tls: { ...tls, passphrase: new Secret("open") } });
  await expect(instance(http)).resolves.toMatchObject({ status: 200 });
  expect(() => open(server.url, { tls: { ...tls, passphrase: new Secret("wrong") } })).toThrow("configInvalid");
});

test("http where https is configured, and the other way round", async () => {
  const plain = await serve((_request, response) => json(response, {}));
  const secure = await serve((_request, response) => json(response, {}), engine);
  const { fault, facts } = await faultOf(instance(open(plain.url.replace("http:", "https:"))));
  expect([fault, facts]).toMatchObject(["unreachable", { reason: "no TLS at this port" }]);
  await expect(faultOf(instance(open(secure.url.replace("https:", "http:"))))).resolves.toMatchObject({
    fault: "unreachable",
  });
});
