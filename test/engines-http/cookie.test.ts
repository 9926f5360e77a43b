import { connect } from "node:net";
import { inspect } from "node:util";
import { expect, test } from "vitest";
import { Secret } from "../../src/core/secret.ts";
import type { HttpSettings } from "../../src/engines/http.ts";
import { selfSigned } from "./certificates.ts";
import { faultOf, instance, json, open, type Seen, serve, serveTcp } from "./servers.ts";

const settings = {
  auth: { type: "basic", username: "monitor", password: new Secret("pä:ss") },
  sessionCookie: "LtpaToken2",
  answers401: true,
} as const satisfies Partial<HttpSettings>;

const basic = `Basic ${Buffer.from("monitor:pä:ss").toString("base64")}`;

interface Options {
  /** What is said of a cookie besides its value. */
  readonly attributes?: string;
  /** Further cookies, before and after it. */
  readonly others?: readonly [string, string];
  readonly secure?: { key: string; cert: string };
}

/** As WebSphere answers: cookies c1, c2 … for a password, a page with 401 for a cookie that it no longer knows. */
async function serveWebSphere({ attributes = "; Path=/; HttpOnly", others, secure }: Options = {}) {
  const good = new Set<string>();
  const state = { given: 0, password: basic, refusal: "page", denied: false };
  const server = await serve((request, response) => {
    const shown = /^LtpaToken2=(.*)$/.exec(request.headers.cookie ?? "")?.[1];
    const fresh = request.headers.authorization === state.password;
    if (!fresh && !good.has(shown ?? "")) {
      if (state.refusal === "redirect") return response.writeHead(302, { location: "/logon.jsp" }).end();
      const cleared = { "set-cookie": 'LtpaToken2=""; Expires=Thu, 01 Dec 1994 16:00:00 GMT; Path=/' };
      return response.writeHead(401, { "content-type": "text/html", ...cleared }).end("<h1>Error 401</h1>");
    }
    if (fresh) {
      state.given += 1;
      good.add(`c${state.given}==`);
      const [before, after] = others ?? [];
      const cookies = [before, `LtpaToken2=c${state.given}==${attributes}`, after].filter((one) => one !== undefined);
      response.setHeader("set-cookie", cookies);
    }
    return json(response, { errorNumber: "CWWBA0010E" }, state.denied ? 401 : 200);
  }, secure);
  return { ...server, good, state };
}

/** How each request logged in. */
const logins = (seen: readonly Seen[]) =>
  seen.map(({ headers }) => [headers.authorization === basic ? "basic" : headers.authorization, headers.cookie]);

const withBasic = ["basic", undefined];
const withCookie = (value: string) => [undefined, `LtpaToken2=${value}`];

test("the password is shown once, then the cookie that answered it", async () => {
  const server = await serveWebSphere({ others: ["JSESSIONID=x; Path=/", "LtpaToken=old"] });
  const http = open(server.url, settings);
  for (let asked = 0; asked < 3; asked += 1) await instance(http);
  expect(logins(server.seen)).toEqual([withBasic, withCookie("c1=="), withCookie("c1==")]);
});

test("without a name for the cookie, the password is shown always", async () => {
  const server = await serveWebSphere();
  const http = open(server.url, { auth: settings.auth });
  await instance(http);
  await instance(http);
  expect(logins(server.seen)).toEqual([withBasic, withBasic]);
});

test("first questions at the same time show the password each, later ones the newest cookie", async () => {
  const server = await serveWebSphere();
  const http = open(server.url, settings);
  await Promise.all([instance(http), instance(http), instance(http)]);
  await instance(http);
  expect(logins(server.seen).slice(0, 3)).toEqual([withBasic, withBasic, withBasic]);
  expect(server.seen[3]?.headers.authorization).toBeUndefined();
  expect(server.seen[3]?.headers.cookie).toMatch(/^LtpaToken2=c[123]==$/);
});

test("of several cookies the last counts, also where an answer to a cookie brings it", async () => {
  const answers = [["LtpaToken2=a", "LtpaToken2=b"], ["LtpaToken2=c"], ['LtpaToken2=""'], ["LtpaToken2="], []];
  const server = await serve((_request, response) => {
    response.setHeader("set-cookie", answers[server.seen.length - 1] ?? []);
    json(response, {});
  });
  const http = open(server.url, settings);
  for (const _answer of answers) await instance(http);
  expect(logins(server.seen)).toEqual([withBasic, ...["b", "c", "c", "c"].map(withCookie)]);
});

test.each(["page", "redirect"])(
  "a cookie that is refused by a %s is replaced, and the question asked again",
  async (how) => {
    const server = await serveWebSphere();
    server.state.refusal = how;
    const http = open(server.url, settings);
    await instance(http);
    server.good.clear();
    await expect(instance(http)).resolves.toMatchObject({ status: 200 });
    await instance(http);
    expect(logins(server.seen)).toEqual([withBasic, withCookie("c1=="), withBasic, withCookie("c2==")]);
  },
);

test("a password that is refused after the cookie is not shown again for the same question", async () => {
  const server = await serveWebSphere();
  const http = open(server.url, settings);
  await instance(http);
  server.good.clear();
  server.state.password = "another";
  await expect(faultOf(instance(http))).resolves.toEqual({ fault: "loginRefused", facts: { engine: "north" } });
  expect(logins(server.seen)).toEqual([withBasic, withCookie("c1=="), withBasic]);
  await expect(faultOf(instance(http))).resolves.toMatchObject({ fault: "loginRefused" });
  expect(logins(server.seen).slice(3)).toEqual([withBasic]);
});

test("401 with JSON is an answer, and says nothing against cookie or password", async () => {
  const server = await serveWebSphere();
  const http = open(server.url, settings);
  server.state.denied = true;
  const denied = { status: 401, body: { errorNumber: "CWWBA0010E" } };
  await expect(instance(http)).resolves.toEqual(denied);
  await expect(instance(http)).resolves.toEqual(denied);
  server.state.denied = false;
  await expect(instance(http)).resolves.toMatchObject({ status: 200 });
  expect(logins(server.seen)).toEqual([withBasic, withCookie("c1=="), withCookie("c1==")]);
});

test.each([
  ["nothing", {}, ""],
  ["a page", { "content-type": "text/html" }, "<h1>Error 401</h1>"],
  ["text", { "content-type": "text/plain" }, "Error 401"],
  ["JSON that is empty", { "content-type": "application/json" }, ""],
  ["JSON that is none", { "content-type": "application/json" }, "<h1>Error 401</h1>"],
])("401 with %s is a refused login", async (_what, headers, body) => {
  const server = await serve((_request, response) => response.writeHead(401, headers).end(body));
  await expect(faultOf(instance(open(server.url, settings)))).resolves.toEqual({
    fault: "loginRefused",
    facts: { engine: "north" },
  });
  expect(server.seen).toHaveLength(1);
});

test("401 with JSON is a refused login where nothing else is agreed", async () => {
  const server = await serve((_request, response) => json(response, { errorNumber: "x" }, 401));
  await expect(faultOf(instance(open(server.url, { auth: settings.auth })))).resolves.toMatchObject({
    fault: "loginRefused",
  });
});

test("a cookie that wants to be safe is sent over https and on this machine only", async () => {
  const attributes = "; Path=/; SECURE; HttpOnly";
  const certificate = await selfSigned("bpm.example.org");
  const secure = await serveWebSphere({ attributes, secure: certificate });
  const inside = await serveWebSphere({ attributes });
  const outside = await serveWebSphere({ attributes });
  // Both proxies stand for a host that is far away.
  const tunnel = await serveTcp((socket) =>
    socket.once("data", () => {
      const onward = connect(secure.port, "127.0.0.1").on("error", () => socket.destroy());
      socket.write("HTTP/1.1 200 Connected\r\n\r\n");
      onward.pipe(socket).pipe(onward);
    }),
  );
  const far = { tls: { ca: certificate.cert }, proxy: { httpProxy: outside.url, httpsProxy: tunnel.url } };
  for (const [server, url, second] of [
    [secure, "https://bpm.example.org", withCookie("c1==")],
    [inside, inside.url, withCookie("c1==")],
    [outside, "http://bpm.example.org", withBasic],
  ] as const) {
    const http = open(url, { ...settings, ...(server === inside ? {} : far) });
    await instance(http);
    await instance(http);
    expect(logins(server.seen)).toEqual([withBasic, second]);
  }
});

test("no password or cookie is in a fault", async () => {
  const server = await serveWebSphere();
  const http = open(server.url, settings);
  await instance(http);
  server.good.clear();
  server.state.password = "another";
  const error: unknown = await instance(http).catch((reason: unknown) => reason);
  const shown = inspect(error, { depth: 10 }) + JSON.stringify(error) + inspect(http, { depth: 10, showHidden: true });
  expect(shown).toContain("loginRefused");
  expect(shown).not.toMatch(/pä|c1==|LtpaToken2=/);
  expect(shown).not.toContain(basic);
});
