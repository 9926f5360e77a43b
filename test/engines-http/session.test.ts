import { expect, test, vi } from "vitest";
import { Secret } from "../../src/core/secret.ts";
import type { HttpSettings } from "../../src/engines/http.ts";
import { faultOf, instance, json, open, type Seen, serve, serveTcp, signal } from "./servers.ts";

const auth: HttpSettings["auth"] = { type: "session", username: "demo", password: new Secret("pä ss&=") };

interface OperateOptions {
  /** Prevention of forged requests, which Operate has on by default. */
  readonly csrf?: boolean;
  /** The header that carries its token; older versions have their own. */
  readonly header?: string;
  readonly password?: string;
}

/** As Operate of Camunda 8.6 answers: logins, reads with a session, 401 and 403 without what they need. */
async function serveOperate({ csrf = false, header = "X-CSRF-TOKEN", password = "pä ss&=" }: OperateOptions = {}) {
  const sessions = new Map<string, string>();
  const state = { given: 0, password, forbidden: false };
  const server = await serve((request, response) => {
    if (request.url === "/api/login") {
      const form = new URLSearchParams(request.body);
      if (form.get("username") !== "demo" || form.get("password") !== state.password) {
        return json(response, { message: "" }, 401);
      }
      state.given += 1;
      sessions.set(`s${state.given}`, `token-${state.given}`);
      const cookies = [`OPERATE-SESSION=s${state.given}; Path=/; HttpOnly; SameSite=Lax`];
      if (csrf) cookies.push(`${header}=cookie-${state.given}; Path=/; HttpOnly`, "old=; Max-Age=0");
      return response
        .writeHead(204, { "set-cookie": cookies, ...(csrf ? { [header]: `token-${state.given}` } : {}) })
        .end();
    }
    const session = /OPERATE-SESSION=(\w+)/.exec(request.headers.cookie ?? "")?.[1] ?? "";
    const token = sessions.get(session);
    if (token === undefined) return json(response, { message: "" }, 401);
    const guarded = csrf && request.method === "POST";
    const shown = request.headers.cookie?.includes(`${header}=cookie-`) && request.headers[header.toLowerCase()];
    const forbidden = { timestamp: "…", status: 403, error: "Forbidden", path: request.url };
    if ((guarded && shown !== token) || state.forbidden) return json(response, forbidden, 403);
    return json(response, { session });
  });
  return { ...server, sessions, state };
}

const logins = (seen: readonly Seen[]) => seen.filter(({ url }) => url.startsWith("/api/login"));

test("logs in with a form, and sends the cookie with every question", async () => {
  const operate = await serveOperate();
  const http = open(operate.url, { auth });
  await expect(instance(http)).resolves.toEqual({ status: 200, body: { session: "s1" } });
  await expect(http.ask("list", { body: {}, signal })).resolves.toEqual({ status: 200, body: { session: "s1" } });
  const [login, ...reads] = operate.seen;
  expect(login).toMatchObject({
    method: "POST",
    url: "/api/login",
    headers: {
      "content-type": "application/x-www-form-urlencoded;charset=UTF-8",
      "user-agent": "process-lookout/1.2.3 (-)",
    },
    body: "username=demo&password=p%C3%A4+ss%26%3D",
  });
  expect(reads.map(({ headers }) => headers.cookie)).toEqual(["OPERATE-SESSION=s1", "OPERATE-SESSION=s1"]);
  expect(reads.map(({ headers }) => headers["x-csrf-token"])).toEqual([undefined, undefined]);
});

test.each(["X-CSRF-TOKEN", "OPERATE-X-CSRF-TOKEN"])("shows the token against forgery as %s", async (header) => {
  const operate = await serveOperate({ csrf: true, header });
  const http = open(operate.url, { auth });
  await expect(http.ask("list", { body: {}, signal })).resolves.toMatchObject({ status: 200 });
  expect(operate.seen[1]?.headers).toMatchObject({
    cookie: `OPERATE-SESSION=s1; ${header}=cookie-1`,
    [header.toLowerCase()]: "token-1",
  });
  expect(operate.seen).toHaveLength(2);
});

test.each(["/v1", "/v2/", "/operate/v1", "/operate", ""])("the login is at the root of %j", async (path) => {
  const server = await serve((request, response) =>
    request.method === "POST"
      ? response.writeHead(204, { "set-cookie": "OPERATE-SESSION=s1" }).end()
      : json(response, {}),
  );
  await instance(open(server.url + path, { auth }));
  expect(server.seen.map(({ url }) => url)).toEqual([
    path.startsWith("/operate") ? "/operate/api/login" : "/api/login",
    `${path.replace(/\/$/, "")}/process-instance/a1`,
  ]);
});

test("a hundred wait for one login, and each may leave", async () => {
  const asked = Promise.withResolvers<() => void>();
  const server = await serve((request, response) => {
    if (request.url !== "/api/login") return json(response, {});
    return asked.resolve(() => response.writeHead(204, { "set-cookie": "OPERATE-SESSION=s1" }).end());
  });
  const http = open(server.url, { auth });
  const first = new AbortController();
  const leaving = faultOf(instance(http, { signal: first.signal }));
  const waiting = Array.from({ length: 71 }, () => instance(http));
  const answer = await asked.promise;
  first.abort();
  await expect(leaving).resolves.toEqual({ fault: "cancelled", facts: {} });
  answer();
  for (const { status } of await Promise.all(waiting)) expect(status).toBe(200);
  expect(logins(server.seen)).toHaveLength(1);
});

test("an ended session is begun anew, once for all, and the questions asked once more", async () => {
  const operate = await serveOperate();
  const http = open(operate.url, { auth });
  await instance(http);
  operate.sessions.clear();
  const replies = await Promise.all(Array.from({ length: 72 }, () => instance(http)));
  for (const reply of replies) expect(reply).toEqual({ status: 200, body: { session: "s2" } });
  expect(logins(operate.seen)).toHaveLength(2);
});

test("a stale token against forgery is replaced; a GET that is forbidden is not asked again", async () => {
  const operate = await serveOperate({ csrf: true });
  const http = open(operate.url, { auth });
  await instance(http);
  operate.sessions.set("s1", "another token");
  await expect(http.ask("list", { body: {}, signal })).resolves.toEqual({ status: 200, body: { session: "s2" } });
  expect(operate.seen.map(({ method, url }) => `${method} ${url}`)).toEqual([
    "POST /api/login",
    "GET /process-instance/a1",
    "POST /history/process-instance",
    "POST /api/login",
    "POST /history/process-instance",
  ]);
  operate.state.forbidden = true;
  await expect(instance(http)).resolves.toMatchObject({ status: 403 });
  expect(operate.seen).toHaveLength(6);
});

test("what the account may not ask stays forbidden after one new login", async () => {
  const operate = await serveOperate({ csrf: true });
  const http = open(operate.url, { auth });
  operate.state.forbidden = true;
  await expect(http.ask("list", { body: {}, signal })).resolves.toMatchObject({ status: 403 });
  expect(logins(operate.seen)).toHaveLength(1);
  await expect(http.ask("list", { body: {}, signal })).resolves.toMatchObject({ status: 403 });
  expect(logins(operate.seen)).toHaveLength(2);
});

test("without a token against forgery a 403 is no matter of the session", async () => {
  const operate = await serveOperate();
  const http = open(operate.url, { auth });
  await instance(http);
  operate.state.forbidden = true;
  await expect(http.ask("list", { body: {}, signal })).resolves.toMatchObject({ status: 403 });
  expect(logins(operate.seen)).toHaveLength(1);
});

test("an engine that accepts no session is not asked again and again", async () => {
  const server = await serve((request, response) =>
    request.url === "/api/login"
      ? response.writeHead(204, { "set-cookie": "OPERATE-SESSION=s1" }).end()
      : json(response, { message: "" }, 401),
  );
  const http = open(server.url, { auth });
  await expect(faultOf(instance(http))).resolves.toEqual({ fault: "loginRefused", facts: { engine: "north" } });
  expect(server.seen).toHaveLength(2);
});

test("a wrong password is shown once, also where many and later questions wait for it", async () => {
  const operate = await serveOperate({ password: "another" });
  const http = open(operate.url, { auth });
  const asked = await Promise.all(Array.from({ length: 20 }, () => faultOf(instance(http))));
  for (const refused of asked) expect(refused).toEqual({ fault: "loginRefused", facts: { engine: "north" } });
  await expect(faultOf(instance(http))).resolves.toMatchObject({ fault: "loginRefused" });
  expect(operate.seen).toHaveLength(1);
  operate.state.password = "pä ss&=";
  const now = performance.now();
  const clock = vi.spyOn(performance, "now").mockImplementation(() => now + 11_000);
  try {
    await expect(instance(http)).resolves.toMatchObject({ status: 200 });
  } finally {
    clock.mockRestore();
  }
});

test("no password or cookie is in a fault", async () => {
  const operate = await serveOperate({ password: "another" });
  const http = open(operate.url, { auth });
  const error: unknown = await instance(http).catch((reason: unknown) => reason);
  expect(JSON.stringify(error) + String(error)).not.toMatch(/pä|p%C3|OPERATE-SESSION/);
});

test.each([
  [401, {}, "loginRefused", { engine: "north" }],
  [403, {}, "loginRefused", { engine: "north" }],
  [404, {}, "answerUnexpected", { engine: "north", read: "the login", problem: "there is none at /api/login (404)" }],
  [200, {}, "answerUnexpected", { engine: "north", read: "the login", problem: "no cookie came with status 200" }],
  [500, {}, "engineFault", { engine: "north", read: "the login", status: 500 }],
  [429, { "retry-after": "3" }, "overloaded", { engine: "north", retryAfterMs: 3000 }],
  [302, { location: "https://sso.example.org/login?x=1" }, "loginPage", { location: "https://sso.example.org/login" }],
])("a login answered with %i %j is %s", async (status, headers, fault, facts) => {
  const server = await serve((_request, response) => response.writeHead(status, headers).end("<html>"));
  await expect(faultOf(instance(open(server.url, { auth })))).resolves.toMatchObject({ fault, facts });
  expect(server.seen).toHaveLength(1);
});

test("a login that breaks is tried once more; one that hangs ends with the deadline", async () => {
  let connections = 0;
  const broken = await serveTcp((socket) => {
    connections += 1;
    socket.once("data", () => socket.resetAndDestroy());
  });
  await expect(faultOf(instance(open(broken.url, { auth })))).resolves.toEqual({
    fault: "unreachable",
    facts: { engine: "north", url: `${broken.url}/api/login`, reason: "connection reset" },
  });
  expect(connections).toBe(2);
  const silent = await serveTcp(() => {});
  await expect(faultOf(instance(open(silent.url, { auth, timeoutMs: 150 })))).resolves.toMatchObject({
    fault: "timedOut",
  });
});

test("close cancels a login under way", async () => {
  const asked = Promise.withResolvers<void>();
  const server = await serve(() => asked.resolve());
  const http = open(server.url, { auth });
  const question = faultOf(instance(http));
  await asked.promise;
  await http.close();
  await expect(question).resolves.toMatchObject({ fault: "cancelled" });
});
