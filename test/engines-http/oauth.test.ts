import { setTimeout as sleep } from "node:timers/promises";
import { expect, test, vi } from "vitest";
import { createDeadlines } from "../../src/engines/http/deadline.ts";
import { createTokens } from "../../src/engines/http/token.ts";
import type { HttpSettings } from "../../src/engines/http.ts";
import { clientSecret, oauth, serveIssuer } from "./issuers.ts";
import { faultOf, instance, json, open, type Seen, serve, signal } from "./servers.ts";

function bearers(seen: readonly Seen[]): (string | undefined)[] {
  return seen.map(({ headers }) => headers.authorization);
}

test("the token is asked for once and sent with every question", async () => {
  const issuer = await serveIssuer();
  const engine = await serve((_request, response) => json(response, {}));
  const http = open(engine.url, { auth: oauth(issuer.tokenUrl, { scope: "a b", audience: "rest" }) });
  await Promise.all(Array.from({ length: 72 }, () => instance(http)));
  expect(new Set(bearers(engine.seen))).toEqual(new Set(["Bearer t1"]));
  expect(issuer.seen).toHaveLength(1);
  const [asked] = issuer.seen;
  expect(asked).toMatchObject({ method: "POST", url: "/realms/x/token/?tenant=1" });
  expect(asked?.headers["user-agent"]).toBe("process-lookout/1.2.3 (-)");
  expect(Object.fromEntries(new URLSearchParams(asked?.body))).toEqual({
    grant_type: "client_credentials",
    client_id: "look:out",
    client_secret: clientSecret,
    scope: "a b",
    audience: "rest",
  });
});

test("the secret goes into the header where the issuer wants it so", async () => {
  const issuer = await serveIssuer();
  const engine = await serve((_request, response) => json(response, {}));
  await instance(open(engine.url, { auth: oauth(issuer.tokenUrl, { clientAuthentication: "basic" }) }));
  const [scheme, value = ""] = (issuer.seen[0]?.headers.authorization ?? "").split(" ");
  expect([scheme, Buffer.from(value, "base64").toString()]).toEqual(["Basic", "look%3Aout:s3cret%26%3D"]);
  expect(issuer.seen[0]?.body).not.toContain("secret");
});

test("a hundred wait for one token, and each may leave", async () => {
  const asked = Promise.withResolvers<() => void>();
  const issuer = await serve((_request, response) =>
    asked.resolve(() => json(response, { access_token: "t1", token_type: "bearer", expires_in: 3600 })),
  );
  const settings: HttpSettings = {
    engine: "north",
    url: "http://x",
    auth: { type: "none" },
    timeoutMs: 10_000,
    userAgent: "x",
  };
  const tokens = createTokens(oauth(issuer.url), settings, createDeadlines("north", 10_000));
  const first = new AbortController();
  const leaving = faultOf(tokens.get(first.signal));
  const waiting = Array.from({ length: 99 }, () => tokens.get(signal));
  const answer = await asked.promise;
  first.abort();
  await expect(leaving).resolves.toMatchObject({ fault: "cancelled" });
  answer();
  for (const token of await Promise.all(waiting)) expect(token).toEqual({ value: "t1", kept: false });
  tokens.drop("t0");
  await expect(tokens.get(signal)).resolves.toEqual({ value: "t1", kept: true });
  expect(issuer.seen).toHaveLength(1);
  await tokens.close();
});

test("a token is renewed before its end; without a known end it is kept for a while", async () => {
  const engine = await serve((_request, response) => json(response, {}));
  const brief = await serveIssuer(0.5);
  const http = open(engine.url, { auth: oauth(brief.tokenUrl) });
  await instance(http);
  await sleep(300);
  await instance(http);
  const untold = open(engine.url, { auth: oauth((await serveIssuer(0)).tokenUrl) });
  await instance(untold);
  await instance(untold);
  expect(bearers(engine.seen)).toEqual(["Bearer t1", "Bearer t2", "Bearer t1", "Bearer t1"]);
});

test("the clock on the wall does not make a token older or younger", async () => {
  const issuer = await serveIssuer(3600);
  const engine = await serve((_request, response) => json(response, {}));
  const http = open(engine.url, { auth: oauth(issuer.tokenUrl) });
  await instance(http);
  vi.useFakeTimers({ toFake: ["Date"] });
  try {
    for (const hours of [48, -48]) {
      vi.setSystemTime(Date.now() + hours * 3_600_000);
      await instance(http);
    }
  } finally {
    vi.useRealTimers();
  }
  expect(issuer.seen).toHaveLength(1);
});

/** An engine that accepts only the tokens that are in the set at the moment. */
async function serveAccepting(accepted: ReadonlySet<string>) {
  return serve((request, response) =>
    json(response, {}, accepted.has(request.headers.authorization?.replace("Bearer ", "") ?? "") ? 200 : 401),
  );
}

test("a token that was revoked is replaced, and the question asked once more", async () => {
  const issuer = await serveIssuer();
  const accepted = new Set(["t1"]);
  const engine = await serveAccepting(accepted);
  const http = open(engine.url, { auth: oauth(issuer.tokenUrl) });
  await instance(http);
  accepted.clear();
  accepted.add("t2");
  await expect(http.ask("list", { body: { sorting: [] }, signal })).resolves.toMatchObject({ status: 200 });
  expect(bearers(engine.seen)).toEqual(["Bearer t1", "Bearer t1", "Bearer t2"]);
  expect(engine.seen.map(({ body }) => body)).toEqual(["", `{"sorting":[]}`, `{"sorting":[]}`]);
});

test("a hundred questions with a revoked token have one new token for all", async () => {
  const issuer = await serveIssuer();
  const accepted = new Set(["t1"]);
  const engine = await serveAccepting(accepted);
  const http = open(engine.url, { auth: oauth(issuer.tokenUrl) });
  await instance(http);
  accepted.clear();
  accepted.add("t2");
  const asked = [...Array.from({ length: 72 }, () => instance(http))];
  for (const reply of await Promise.all(asked)) expect(reply.status).toBe(200);
  expect(issuer.seen).toHaveLength(2);
});

test("an engine that accepts no token any more is not asked again and again, nor is the issuer", async () => {
  const issuer = await serveIssuer();
  const accepted = new Set(["t1"]);
  const engine = await serveAccepting(accepted);
  const http = open(engine.url, { auth: oauth(issuer.tokenUrl) });
  await instance(http);
  accepted.clear();
  await expect(faultOf(instance(http))).resolves.toEqual({ fault: "loginRefused", facts: { engine: "north" } });
  expect(bearers(engine.seen)).toEqual(["Bearer t1", "Bearer t1", "Bearer t2"]);
  await expect(faultOf(instance(http))).resolves.toMatchObject({ fault: "loginRefused" });
  expect(bearers(engine.seen).slice(3)).toEqual(["Bearer t3"]);
  expect(issuer.seen).toHaveLength(3);
});

test("a question is asked once more at most, also where another had the token replaced meanwhile", async () => {
  const issuer = await serveIssuer();
  let revoked = "";
  const held = Promise.withResolvers<() => void>();
  const engine = await serve((request, response) => {
    const refuse = () => json(response, {}, 401);
    if (!request.url.endsWith("never"))
      return request.headers.authorization === revoked ? refuse() : json(response, {});
    return revoked === "" ? held.resolve(refuse) : refuse();
  });
  const http = open(engine.url, { auth: oauth(issuer.tokenUrl) });
  await instance(http);
  const never = faultOf(instance(http, { path: { id: "never" } }));
  const release = await held.promise;
  revoked = "Bearer t1";
  await instance(http);
  release();
  await expect(never).resolves.toMatchObject({ fault: "loginRefused" });
  expect(bearers(engine.seen.filter(({ url }) => url.endsWith("never")))).toEqual(["Bearer t1", "Bearer t2"]);
});

test("a new token that is refused is forgotten, and the question not asked again", async () => {
  const issuer = await serveIssuer();
  const engine = await serve((request, response) =>
    json(response, {}, request.headers.authorization === "Bearer t1" ? 401 : 200),
  );
  const http = open(engine.url, { auth: oauth(issuer.tokenUrl) });
  await expect(faultOf(instance(http))).resolves.toMatchObject({ fault: "loginRefused" });
  expect(engine.seen).toHaveLength(1);
  await expect(instance(http)).resolves.toMatchObject({ status: 200 });
  expect(bearers(engine.seen)).toEqual(["Bearer t1", "Bearer t2"]);
});
