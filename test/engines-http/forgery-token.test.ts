import { inspect } from "node:util";
import { expect, test, vi } from "vitest";
import { Secret } from "../../src/core/secret.ts";
import type { HttpSettings } from "../../src/engines/http.ts";
import { faultOf, instance, json, open, type Seen, serve, serveTcp, signal } from "./servers.ts";

const settings = {
  auth: { type: "basic", username: "monitor", password: new Secret("secret") },
  csrfLogin: true,
} as const satisfies Partial<HttpSettings>;

const basic = `Basic ${Buffer.from("monitor:secret").toString("base64")}`;
const path = "/bpm/system/login";

interface Options {
  /** How long a token lives, in seconds, as it is told. */
  readonly expiration?: unknown;
  /** How the number of an error is called. */
  readonly number?: "error_number" | "errorNumber";
}

/** As IBM's servers answer: tokens t1, t2 … at the root, 403 without one, and the cookie of a login. */
async function serveBpm({ expiration = 7200, number = "error_number" }: Options = {}) {
  const tokens = new Set<string | undefined>();
  const cookies = new Set<string | undefined>();
  const state = { given: 0, password: basic, refusal: "CWTBG0651E", status: 403 };
  const server = await serve((request, response) => {
    const { authorization, cookie, bpmcsrftoken } = request.headers;
    if (authorization !== state.password && !cookies.has(cookie)) {
      return response.writeHead(401, { "content-type": "text/html" }).end("<h1>Error 401</h1>");
    }
    if (request.url === path) {
      state.given += 1;
      tokens.add(`t${state.given}`);
      cookies.add(`LtpaToken2=c${state.given}`);
      response.setHeader("set-cookie", `LtpaToken2=c${state.given}; Path=/`);
      return json(response, { csrf_token: `t${state.given}`, expiration }, 201);
    }
    if (tokens.has(String(bpmcsrftoken)) && state.refusal === "CWTBG0651E") return json(response, { items: [] });
    return json(response, { [number]: state.refusal, error_message: "…" }, state.status);
  });
  return { ...server, tokens, cookies, state };
}

/** What was asked, and by which token. */
const asked = (seen: readonly Seen[]) =>
  seen.map(({ url, headers: { bpmcsrftoken } }) => (url === path ? "login" : (bpmcsrftoken ?? "no token")));

test("logs in at the root of the server, and shows the token with every question", async () => {
  const server = await serveBpm();
  const http = open(`${server.url}/rest/bpm/bfm/v1`, settings);
  await expect(instance(http)).resolves.toEqual({ status: 200, body: { items: [] } });
  await http.ask("list", { body: {}, signal });
  expect(asked(server.seen)).toEqual(["login", "t1", "t1"]);
  expect(server.seen[0]).toMatchObject({
    method: "POST",
    url: path,
    headers: {
      authorization: basic,
      accept: "application/json",
      "content-type": "application/json",
      "user-agent": "process-lookout/1.2.3 (-)",
    },
    body: `{"refresh-groups":false,"requested-lifetime":7200}`,
  });
  expect(server.seen[0]?.headers).not.toHaveProperty("bpmcsrftoken");
  expect(server.seen.map(({ headers }) => headers.authorization)).toEqual([basic, basic, basic]);
});

test("without the setting nothing logs in", async () => {
  const server = await serveBpm();
  await expect(instance(open(server.url, { auth: settings.auth }))).resolves.toMatchObject({ status: 403 });
  expect(asked(server.seen)).toEqual(["no token"]);
});

test("many wait for one token, and each may leave", async () => {
  const began = Promise.withResolvers<() => void>();
  const server = await serve((request, response) => {
    if (request.url !== path) return json(response, {});
    return began.resolve(() => json(response, { csrf_token: "t1", expiration: 7200 }, 201));
  });
  const http = open(server.url, settings);
  const first = new AbortController();
  const leaving = faultOf(instance(http, { signal: first.signal }));
  const waiting = Array.from({ length: 71 }, () => instance(http));
  const answer = await began.promise;
  first.abort();
  await expect(leaving).resolves.toEqual({ fault: "cancelled", facts: {} });
  answer();
  for (const { status } of await Promise.all(waiting)) expect(status).toBe(200);
  expect(asked(server.seen).filter((one) => one === "login")).toHaveLength(1);
});

test("the cookie that the login brings is used at once, by the next login as well", async () => {
  const server = await serveBpm();
  const http = open(server.url, { ...settings, sessionCookie: "LtpaToken2" });
  await instance(http);
  server.tokens.clear();
  await instance(http);
  expect(server.seen.map(({ headers }) => headers.authorization)).toEqual([basic, ...Array(4).fill(undefined)]);
  expect(server.seen.map(({ headers }) => headers.cookie)).toEqual([
    undefined,
    "LtpaToken2=c1",
    "LtpaToken2=c1",
    "LtpaToken2=c1",
    "LtpaToken2=c2",
  ]);
  expect(asked(server.seen)).toEqual(["login", "t1", "t1", "login", "t2"]);
});

test("a session that ended takes its token along, and the question is asked once more", async () => {
  const server = await serveBpm();
  const http = open(server.url, { ...settings, sessionCookie: "LtpaToken2" });
  await instance(http);
  server.cookies.clear();
  server.tokens.clear();
  await expect(instance(http)).resolves.toMatchObject({ status: 200 });
  expect(asked(server.seen)).toEqual(["login", "t1", "t1", "login", "t2"]);
});

test.each(["error_number", "errorNumber"] as const)("a stale token is renewed once for all (%s)", async (number) => {
  const server = await serveBpm({ number });
  const http = open(server.url, settings);
  await instance(http);
  server.tokens.clear();
  const replies = await Promise.all(Array.from({ length: 8 }, () => instance(http)));
  for (const { status } of replies) expect(status).toBe(200);
  expect(asked(server.seen).filter((one) => one === "login")).toHaveLength(2);
});

test("a server that takes no token is asked with two at most", async () => {
  const server = await serveBpm();
  const http = open(server.url, settings);
  server.tokens.add = () => server.tokens;
  await expect(instance(http)).resolves.toMatchObject({ status: 403 });
  expect(asked(server.seen)).toEqual(["login", "t1"]);
  await expect(instance(http)).resolves.toMatchObject({ status: 403 });
  expect(asked(server.seen)).toEqual(["login", "t1", "login", "t2"]);
});

test("another error is no matter of the token", async () => {
  const server = await serveBpm();
  const http = open(server.url, settings);
  await instance(http);
  server.state.refusal = "CWTBG0019E";
  await expect(instance(http)).resolves.toMatchObject({ status: 403, body: { error_number: "CWTBG0019E" } });
  server.state.refusal = "CWTBG0651E";
  server.state.status = 400;
  server.tokens.clear();
  await expect(instance(http)).resolves.toMatchObject({ status: 400 });
  expect(asked(server.seen)).toEqual(["login", "t1", "t1", "t1"]);
});

test.each([
  [7200, 7_169_000, 7_171_000],
  [20, 9_000, 11_000],
  // What is not told, or makes no sense, is what was asked for.
  [undefined, 7_169_000, 7_171_000],
  [-1, 7_169_000, 7_171_000],
  ["soon", 7_169_000, 7_171_000],
])("a token that lives %s s is renewed before its end", async (expiration, goodMs, overMs) => {
  const server = await serveBpm({ expiration });
  const http = open(server.url, settings);
  await instance(http);
  const now = performance.now();
  const clock = vi.spyOn(performance, "now");
  try {
    for (const passedMs of [goodMs, overMs]) {
      clock.mockImplementation(() => now + passedMs);
      await instance(http);
    }
  } finally {
    clock.mockRestore();
  }
  expect(asked(server.seen)).toEqual(["login", "t1", "t1", "login", "t2"]);
});

test("a wrong password is shown once, also where later questions ask for it", async () => {
  const server = await serveBpm();
  server.state.password = "another";
  const http = open(server.url, settings);
  const refused = { fault: "loginRefused", facts: { engine: "north" } };
  for (const one of await Promise.all([faultOf(instance(http)), faultOf(instance(http))])) expect(one).toEqual(refused);
  await expect(faultOf(instance(http))).resolves.toEqual(refused);
  expect(server.seen).toHaveLength(1);
});

const noLogin = { engine: "north", read: "the login", problem: `there is none at ${path} (404)` };
const noToken = { engine: "north", read: "the login", problem: "it holds no usable csrf_token" };

test.each([
  [404, "application/json", "{}", "answerUnexpected", noLogin],
  [404, "text/html", "<h1>SRVE0255E</h1>", "answerUnexpected", noLogin],
  [200, "text/html", "<h1>Log in</h1>", "notJson", { status: 200, contentType: "text/html" }],
  [201, "application/json", "{}", "answerUnexpected", noToken],
  [201, "application/json", "", "answerUnexpected", noToken],
  [201, "application/json", `{"csrf_token":""}`, "answerUnexpected", noToken],
  [201, "application/json", `{"csrf_token":"a\\nb"}`, "answerUnexpected", noToken],
  [201, "application/json", `{"csrf_token":7}`, "answerUnexpected", noToken],
  [401, "application/json", `{"error_number":"CWTBG0001E"}`, "loginRefused", { engine: "north" }],
  [403, "application/json", "{}", "loginRefused", { engine: "north" }],
  [500, "application/json", "{}", "engineFault", { engine: "north", read: "the login", status: 500 }],
  [503, "text/html", "<h1>later</h1>", "overloaded", { engine: "north" }],
])("a login answered with %i %s %s is %s", async (status, type, body, fault, facts) => {
  const server = await serve((_request, response) => response.writeHead(status, { "content-type": type }).end(body));
  const http = open(server.url, { ...settings, answers401: true });
  await expect(faultOf(instance(http))).resolves.toMatchObject({ fault, facts });
  expect(asked(server.seen)).toEqual(["login"]);
});

test("a login that leads to a page elsewhere is one of these", async () => {
  const server = await serve((_request, response) => response.writeHead(302, { location: "/sso/login?x=1" }).end());
  const location = `${server.url}/sso/login`;
  await expect(faultOf(instance(open(server.url, settings)))).resolves.toEqual({
    fault: "loginPage",
    facts: { engine: "north", location },
  });
  expect(server.seen).toHaveLength(1);
});

test("a login that breaks is tried again; one that hangs ends with the deadline", async () => {
  let connections = 0;
  const body = `{"csrf_token":"t1","expiration":7200}`;
  const head = `HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`;
  const broken = await serveTcp((socket) => {
    connections += 1;
    if (connections === 1) socket.once("data", () => socket.resetAndDestroy());
    else socket.once("data", () => socket.end(head + body));
  });
  await expect(instance(open(broken.url, settings))).resolves.toMatchObject({ status: 201 });
  expect(connections).toBe(3);
  const silent = await serveTcp(() => {});
  await expect(faultOf(instance(open(silent.url, { ...settings, timeoutMs: 150 })))).resolves.toMatchObject({
    fault: "timedOut",
  });
});

test("close cancels a login under way", async () => {
  const began = Promise.withResolvers<void>();
  const server = await serve(() => began.resolve());
  const http = open(server.url, settings);
  const question = faultOf(instance(http));
  await began.promise;
  await http.close();
  await expect(question).resolves.toMatchObject({ fault: "cancelled" });
});

test("no token is in a fault", async () => {
  const server = await serve((_request, response) =>
    json(response, { csrf_token: "hunter2 with a blank", expiration: 7200 }, 201),
  );
  const error: unknown = await instance(open(server.url, settings)).catch((reason: unknown) => reason);
  expect(inspect(error, { depth: 10 }) + JSON.stringify(error)).not.toContain("hunter2");
});
