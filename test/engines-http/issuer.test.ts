import { expect, test } from "vitest";
import { selfSigned } from "./certificates.ts";
import { clientSecret, oauth } from "./issuers.ts";
import { faultOf, instance, json, open, serve, serveTcp } from "./servers.ts";

test.each([
  [
    "an OAuth error",
    401,
    "application/json",
    `{"error":"invalid_client","error_description":"${clientSecret}"}`,
    "invalid_client",
  ],
  ["an error with a strange code", 400, "application/json", `{"error":"${clientSecret} is wrong"}`, "status 400"],
  ["a page", 400, "text/html", clientSecret, "status 400"],
  ["a page that pretends success", 200, "text/html", clientSecret, "its answer holds no usable token"],
  ["no token", 200, "application/json", `{"x":"${clientSecret}"}`, "its answer holds no usable token"],
  [
    "a token of another kind",
    200,
    "application/json",
    `{"access_token":"x","token_type":"mac"}`,
    "its answer holds no usable token",
  ],
  [
    "a token that no header carries",
    200,
    "application/json",
    `{"access_token":"x\\ny","token_type":"bearer"}`,
    "its answer holds no usable token",
  ],
  ["broken JSON", 200, "application/json", `{"access_token":"${clientSecret}`, "its answer holds no usable token"],
  ["its own trouble", 503, "application/json", `{"error":"${clientSecret}"}`, "status 503"],
  ["a redirect", 302, "text/html", "", "status 302"],
  ["an odd status", 999, "text/html", "", "its answer holds no usable token"],
  [
    "a flood",
    200,
    "application/json",
    `${" ".repeat(5_000_000)}{"access_token":"x","token_type":"bearer"}`,
    "its answer holds no usable token",
  ],
])(
  "an issuer with %s gives no token, and is asked anew by the next question",
  async (_what, status, type, body, reason) => {
    const issuer = await serve((_request, response) => response.writeHead(status, { "content-type": type }).end(body));
    const engine = await serve((_request, response) => json(response, {}));
    const http = open(engine.url, { auth: oauth(`${issuer.url}/token?x=1`) });
    const refused = { fault: "tokenRefused", facts: { engine: "north", issuer: `${issuer.url}/token`, reason } };
    await expect(faultOf(instance(http))).resolves.toEqual(refused);
    await expect(faultOf(instance(http))).resolves.toEqual(refused);
    expect(issuer.seen).toHaveLength(2);
    expect(engine.seen).toEqual([]);
  },
);

test("an issuer that is down, slow or not trusted", async () => {
  const gone = await serveTcp(() => {});
  await gone.stop();
  const silent = await serveTcp(() => {});
  const secure = await serve((_request, response) => json(response, {}), await selfSigned());
  const reasonOf = async (tokenUrl: string) => {
    const { fault, facts } = await faultOf(
      instance(open("http://127.0.0.1:1", { auth: oauth(tokenUrl), timeoutMs: 150 })),
    );
    return [fault, typeof facts === "object" && facts !== null && "reason" in facts ? facts.reason : undefined];
  };
  await expect(reasonOf(gone.url)).resolves.toEqual(["tokenRefused", "connection refused"]);
  await expect(reasonOf(silent.url)).resolves.toEqual(["tokenRefused", "no answer in time"]);
  await expect(reasonOf(secure.url)).resolves.toEqual(["tokenRefused", "DEPTH_ZERO_SELF_SIGNED_CERT"]);
});

test("a connection to the issuer that breaks is tried once more", async () => {
  let connections = 0;
  const body = `{"access_token":"t1","token_type":"bearer","expires_in":3600}`;
  const head = `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`;
  const issuer = await serveTcp((socket) => {
    connections += 1;
    if (connections === 1) socket.once("data", () => socket.resetAndDestroy());
    else socket.once("data", () => socket.end(head + body));
  });
  const engine = await serve((_request, response) => json(response, {}));
  await expect(instance(open(engine.url, { auth: oauth(issuer.url) }))).resolves.toMatchObject({ status: 200 });
  expect(connections).toBe(2);

  const broken = await serveTcp((socket) => {
    connections += 1;
    socket.once("data", () => socket.resetAndDestroy());
  });
  await expect(faultOf(instance(open(engine.url, { auth: oauth(broken.url) })))).resolves.toMatchObject({
    fault: "tokenRefused",
    facts: { reason: "connection reset" },
  });
  expect(connections).toBe(4);
});

test("who waits for a slow issuer may leave", async () => {
  const issuer = await serveTcp(() => {});
  const http = open("http://127.0.0.1:1", { auth: oauth(issuer.url), timeoutMs: 60_000 });
  const asker = new AbortController();
  const leaving = faultOf(instance(http, { signal: asker.signal }));
  setTimeout(() => asker.abort(), 50);
  await expect(leaving).resolves.toEqual({ fault: "cancelled", facts: {} });
});

test("the issuer is reached with our authorities", async () => {
  const certificate = await selfSigned();
  const issuer = await serve(
    (_request, response) => json(response, { access_token: "t", token_type: "bearer" }),
    certificate,
  );
  const engine = await serve((_request, response) => json(response, {}));
  const http = open(engine.url, { auth: oauth(issuer.url), tls: { ca: certificate.cert } });
  await expect(instance(http)).resolves.toMatchObject({ status: 200 });
});

test("a secret is not sent over plain http beyond the own network", () => {
  expect(() => open("http://engine", { auth: oauth("http://issuer.example.org/token") })).toThrow("configInvalid");
  expect(() => open("http://engine", { auth: oauth("http://10.0.0.7/token") })).toThrow("configInvalid");
  const inside = ["localhost:1", "127.0.0.1", "keycloak:8080", "keycloak.auth.svc.cluster.local", "keycloak.auth.svc"];
  for (const host of inside) {
    expect(() => open("http://engine", { auth: oauth(`http://${host}/token`) }), host).not.toThrow();
  }
});

test("close cancels a token request under way", async () => {
  const asked = Promise.withResolvers<void>();
  const issuer = await serve(() => asked.resolve());
  const http = open("http://127.0.0.1:1", { auth: oauth(issuer.url) });
  const question = faultOf(instance(http));
  await asked.promise;
  await http.close();
  await expect(question).resolves.toMatchObject({ fault: "cancelled" });
});
