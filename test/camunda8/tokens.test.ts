/** Tokens that an issuer refuses, or that the cluster does not take any more. */
import { expect, it } from "vitest";
import { Secret } from "../../src/core/secret.ts";
import { refusalOf } from "../contract/subject.ts";
import { json, serve } from "../engines-http/servers.ts";
import { instanceRow, keyOf } from "./rows.ts";
import { type Serving, startCluster } from "./stub.ts";
import { serveTables } from "./tables.ts";

const id = keyOf(1);
const sound = serveTables({ instances: [instanceRow(id)] });

/** An issuer whose tokens are t1, t2 …, as long as it gives any. */
async function startIssuer() {
  const issuer = { given: 0, refuses: false };
  const { url } = await serve((_request, response) => {
    if (issuer.refuses) return json(response, { error: "invalid_client" }, 401);
    issuer.given += 1;
    return json(response, { access_token: `t${issuer.given}`, token_type: "Bearer", expires_in: 3600 });
  });
  const auth = {
    type: "oauth",
    tokenUrl: `${url}/token`,
    clientId: "lookout",
    clientSecret: new Secret("s3cret"),
    audience: "zeebe.camunda.io",
  } as const;
  return { issuer, auth };
}

/** A cluster that takes these tokens. */
const taking =
  (...tokens: readonly string[]): Serving =>
  (asked) =>
    tokens.some((token) => asked.headers.authorization === `Bearer ${token}`) ? sound(asked) : { status: 401 };

it("a token is asked for once", async () => {
  const { issuer, auth } = await startIssuer();
  const { ask } = await startCluster(taking("t1"), { auth });
  await ask.get({ id });
  await ask.query({});
  expect(issuer.given).toBe(1);
});

it("an issuer that refuses: the question is, and nothing is sent to the cluster", async () => {
  const { issuer, auth } = await startIssuer();
  issuer.refuses = true;
  const probes: string[] = [];
  const { ask, asked } = await startCluster(({ path }) => void probes.push(path), { auth });
  const refusal = await refusalOf(ask.get({ id }));
  expect(refusal).toMatchObject({ kind: "unauthenticated", message: expect.stringContaining("invalid_client") });
  expect(JSON.stringify(refusal)).not.toContain("s3cret");
  expect([asked, probes]).toEqual([[], []]);
});

it("a token that is revoked is replaced, and the answer is whole", async () => {
  const { issuer, auth } = await startIssuer();
  const { ask, serve: serveAs } = await startCluster(taking("t1"), { auth });
  const { instance } = await ask.get({ id });
  serveAs(taking("t2"));
  const answer = await ask.get({ id });
  expect([answer.instance, answer.unknown]).toEqual([instance, []]);
  expect(issuer.given).toBe(2);
});

it("a token that is refused when it is new ends the question", async () => {
  const { issuer, auth } = await startIssuer();
  const { ask, asked, serve: serveAs } = await startCluster(taking("t1"), { auth });
  await ask.query({ limit: 1 });
  const before = asked.length;
  serveAs(taking());
  expect(await refusalOf(ask.query({ limit: 1 }))).toMatchObject({ kind: "unauthenticated" });
  expect([asked.length - before, issuer.given]).toEqual([2, 2]);
});

it("a token that is revoked in the middle of an answer ends it, and is no part that could not be read", async () => {
  const { issuer, auth } = await startIssuer();
  const { ask, serve: serveAs } = await startCluster(taking("t1"), { auth });
  await ask.query({ limit: 1 });
  issuer.refuses = true;
  serveAs((asked) => (asked.path.includes("element-instances") ? { status: 401 } : sound(asked)));
  expect((await refusalOf(ask.get({ id }))).kind).toBe("unauthenticated");
});
