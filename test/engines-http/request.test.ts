import fc from "fast-check";
import { expect, test } from "vitest";
import { correlationId, withCorrelation } from "../../src/core/correlation.ts";
import { Secret } from "../../src/core/secret.ts";
import { baseOf, requestTarget } from "../../src/engines/http/address.ts";
import { createHttp } from "../../src/engines/http.ts";
import { faultOf, instance, json, open, serve, signal } from "./servers.ts";

test("a read goes out as its row says, with the base's path, encoded values and our name", async () => {
  const server = await serve((_request, response) => json(response, { ok: true }));
  const http = open(`${server.url}/engine-rest/`);
  const id = await withCorrelation(async () => {
    await http.ask("instance", {
      path: { id: "a/b?c#d;e f%2e" },
      query: { withIncidents: true, n: 3, x: undefined, "k&": "ä +" },
      signal,
    });
    return correlationId();
  });
  await http.ask("list", { body: { sorting: [] }, signal });
  expect(server.seen).toMatchObject([
    {
      method: "GET",
      url: "/engine-rest/process-instance/a%2Fb%3Fc%23d%3Be%20f%252e?withIncidents=true&n=3&k%26=%C3%A4%20%2B",
      headers: {
        accept: "application/json",
        "accept-encoding": "identity",
        "user-agent": `process-lookout/1.2.3 (${id})`,
      },
      body: "",
    },
    {
      method: "POST",
      url: "/engine-rest/history/process-instance",
      headers: { "content-type": "application/json", "user-agent": "process-lookout/1.2.3 (-)" },
      body: `{"sorting":[]}`,
    },
  ]);
});

test("what is not in the table cannot be asked", async () => {
  const server = await serve((_request, response) => json(response, {}));
  const http = createHttp(
    { engine: "north", url: server.url, auth: { type: "none" }, timeoutMs: 1000, userAgent: "x" },
    { ...({ one: { method: "GET", path: "/one" } } as const) },
  );
  await expect(faultOf(Reflect.apply(http.ask, http, ["toString", { signal }]))).resolves.toMatchObject({
    fault: "internal",
  });
  await expect(faultOf(Reflect.apply(http.ask, http, ["/two", { signal }]))).resolves.toMatchObject({
    fault: "internal",
  });
  await http.close();
  expect(server.seen).toEqual([]);
});

test("a value never leaves its segment of the path", () => {
  const base = baseOf(new URL("http://engine:8080/engine-rest"));
  const read = { method: "GET", path: "/process-instance/{id}/variables/{name}" } as const;
  const nasty = fc.constantFrom("..", ".", "%2e%2e", "/", "\\", "?", "#", ";", "%2F", "\t", "\0", "é", "\ud800", "a");
  const value = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.array(nasty).map((some) => some.join("")),
  );
  fc.assert(
    fc.property(value, value, (id, name) => {
      let target: string;
      try {
        target = requestTarget(base, read, { path: { id, name }, signal });
      } catch (error) {
        expect(error).toHaveProperty("fault", "inputInvalid");
        const bad = (text: string) => ["", ".", ".."].includes(text) || !text.isWellFormed();
        return bad(id) || bad(name);
      }
      const url = new URL(base.origin + target);
      const segments = url.pathname.split("/");
      expect(url.search + url.hash).toBe("");
      expect(segments).toEqual([
        "",
        "engine-rest",
        "process-instance",
        expect.any(String),
        "variables",
        expect.any(String),
      ]);
      return decodeURIComponent(segments[3] ?? "") === id && decodeURIComponent(segments[5] ?? "") === name;
    }),
    { numRuns: 2_000 },
  );
});

test.each(["", ".", "..", "\ud800"])("the id %j is refused before anything is sent", async (id) => {
  const server = await serve((_request, response) => json(response, {}));
  await expect(faultOf(instance(open(server.url), { path: { id } }))).resolves.toMatchObject({ fault: "inputInvalid" });
  expect(server.seen).toEqual([]);
});

test("a missing value is a defect of the caller", async () => {
  const http = open("http://127.0.0.1:1");
  await expect(faultOf(instance(http, { path: {} }))).resolves.toMatchObject({ fault: "internal" });
});

test.each([
  {
    auth: { type: "basic", username: "ann", password: new Secret("pä:ss") },
    sent: { authorization: "Basic YW5uOnDDpDpzcw==" },
  },
  { auth: { type: "bearer", token: new Secret("abc") }, sent: { authorization: "Bearer abc" } },
  {
    auth: { type: "headers", headers: { "Context-User-ID": new Secret("ann"), Accept: new Secret("text/html") } },
    sent: { "context-user-id": "ann", accept: "application/json" },
  },
] as const)("authentication by $auth.type", async ({ auth, sent }) => {
  const server = await serve((_request, response) => json(response, {}));
  await instance(open(server.url, { auth }));
  expect(server.seen[0]?.headers).toMatchObject(sent);
});

test("credentials in the url are neither sent nor shown", async () => {
  const server = await serve((_request, response) =>
    response.writeHead(200, { "content-type": "text/html" }).end("<p>"),
  );
  const http = open(server.url.replace("//", "//ann:secret@"));
  const { facts } = await faultOf(instance(http));
  expect(facts).toMatchObject({ url: `${server.url}/process-instance/{id}` });
  expect(server.seen[0]?.headers.authorization).toBeUndefined();
});

test.each([
  ["url", { url: "engine:8080" }],
  ["url", { url: "not a url" }],
  ["url", { url: "http://engine/x?y=1" }],
  ["auth", { auth: { type: "bearer", token: new Secret("abc\n") } }],
  ["auth", { auth: { type: "headers", headers: { Host: new Secret("other") } } }],
  ["auth", { auth: { type: "headers", headers: { "bad name": new Secret("x") } } }],
  ["tls", { tls: { ca: "not a certificate" } }],
  ["tls", { tls: { cert: "nor this", key: "or this" } }],
  ["tls", { tls: { cert: "without a key" } }],
  ["proxy", { proxy: { httpProxy: "socks5://proxy:1" } }],
] as const)("a wrong %s is found at the start", (where, settings) => {
  const complete = {
    engine: "north",
    url: "http://engine",
    auth: { type: "none" },
    timeoutMs: 1,
    userAgent: "x",
  } as const;
  let thrown: unknown;
  try {
    createHttp({ ...complete, ...settings }, {});
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toMatchObject({ fault: "configInvalid", facts: { where: expect.stringContaining(where) } });
  expect(JSON.stringify(thrown)).not.toContain("abc");
});
