import { describe, expect, test } from "vitest";
import { camunda8For } from "./camunda8-asking.ts";

const basic = (name: string, password: string) => ({
  authorization: `Basic ${Buffer.from(`${name}:${password}`).toString("base64")}`,
});
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

describe("HTTP Basic", () => {
  const { get } = camunda8For({ auth: { kind: "basic", users: { mary: "se:cret" } } });
  test("who is known comes in, who is not is told how", async () => {
    expect((await get("/v2/topology", basic("mary", "se:cret"))).status).toBe(200);
    for (const headers of [{}, basic("mary", "secret"), basic("toString", ""), bearer("se:cret")]) {
      const { status, type, headers: answered } = await get("/v2/topology", headers);
      expect([status, type]).toEqual([401, "application/problem+json"]);
      expect(answered.get("www-authenticate")).toMatch(/^Basic/);
    }
  });
  test("the status and the license are open", async () => {
    expect((await get("/v2/status")).status).toBe(204);
    expect((await get("/v2/license")).status).toBe(200);
  });
});

describe("tokens", () => {
  const tokens = ["first", "second"];
  const { get } = camunda8For({ auth: { kind: "bearer", tokens } });
  test("a token that is taken back is refused from then on", async () => {
    const statusOf = async (token: string) => (await get("/v2/topology", bearer(token))).status;
    expect([await statusOf("first"), await statusOf("third")]).toEqual([200, 401]);
    tokens.splice(0, 1);
    expect([await statusOf("first"), await statusOf("second")]).toEqual([401, 200]);
    const { headers } = await get("/v2/topology", bearer("first"));
    expect(headers.get("www-authenticate")).toBe('Bearer error="invalid_token"');
  });
});

describe("tenants", () => {
  const { get, find, key } = camunda8For({ tenants: ["acme-eu"] });
  test("what is of others is neither found nor listed nor counted", async () => {
    expect((await get(`/v2/process-instances/${key("payment-tenant-eu")}`)).status).toBe(200);
    expect((await get(`/v2/process-instances/${key("payment-tenant-us")}`)).status).toBe(404);
    const totals = ["process-instances", "incidents", "process-definitions", "jobs", "user-tasks", "audit-logs"].map(
      async (resource) => (await find(resource)).page["totalItems"],
    );
    expect(await Promise.all(totals)).toEqual([1, 0, 1, 1, 0, 0]);
    expect((await get("/v2/authentication/me")).text).toContain("acme-eu");
  });
});

describe("what is forbidden, and what is not there", () => {
  const { get, post, send, key } = camunda8For({ forbidden: ["/v2/audit-logs", "/v2/jobs"] });
  test("some reads", async () => {
    const { status, text } = await post("/v2/audit-logs/search", {});
    expect([status, JSON.parse(text).title]).toEqual([403, "FORBIDDEN"]);
    expect((await post("/v2/incidents/search", {})).status).toBe(200);
  });
  test.each([
    ["POST", "/v2/process-instances", 404],
    ["POST", "/v2/process-instances/{key}/cancellation", 404],
    ["DELETE", "/v2/process-instances/{key}", 405],
    ["PATCH", "/v2/process-instances/{key}", 405],
    ["PUT", "/v2/process-instances/search", 405],
    ["POST", "/v2/deployments", 404],
    ["GET", "/v1/process-instances/{key}", 404],
    ["GET", "/", 404],
  ])("%s %s", async (method, path, expected) => {
    const { status, type, text, headers } = await send(method, path.replace("{key}", key("invoice-unassigned")));
    expect([status, type]).toEqual([expected, "application/problem+json"]);
    expect(JSON.parse(text)).toMatchObject({ type: "about:blank", status: expected });
    expect(headers.has("allow")).toBe(expected === 405);
  });
  test("media types that it has not, or cannot read", async () => {
    const path = `/v2/process-instances/${key("invoice-unassigned")}`;
    expect((await get(path, { accept: "text/html" })).status).toBe(406);
    expect((await get(path, { accept: "application/vnd.camunda.api.keys.string+json" })).status).toBe(406);
    expect((await get(path, { accept: "text/html, application/*;q=0.5" })).status).toBe(200);
    const form = { "content-type": "application/x-www-form-urlencoded" };
    expect((await post("/v2/process-instances/search", "a=b", form)).status).toBe(415);
    expect((await send("POST", "/v2/process-instances/search")).status).toBe(200);
    expect((await send("HEAD", path)).text).toBe("");
  });
  test("odd paths", async () => {
    expect((await get("/v2/process-instances/%E0%A4%A")).status).toBe(400);
    expect((await get("/v2/process-instances/99999999999999999999")).status).toBe(400);
    expect((await get("/v2/process-instances/search")).status).toBe(400);
    expect((await get("/v2/topology/")).status).toBe(404);
  });
});

describe("without secondary storage", () => {
  const { get, post, key } = camunda8For({ secondaryStorage: false });
  test("nothing can be read but the cluster itself, and it says why", async () => {
    for (const path of ["/v2/topology", "/v2/license", "/v2/authentication/me"]) {
      expect((await get(path)).status).toBe(200);
    }
    const answers = [
      await get(`/v2/process-instances/${key("invoice-unassigned")}`),
      await post("/v2/incidents/search", {}),
    ];
    for (const { status, text } of answers) {
      expect([status, JSON.parse(text).title]).toEqual([403, "FORBIDDEN"]);
      expect(JSON.parse(text).detail).toMatch(/secondary storage is disabled/);
    }
  });
});

describe("what has just happened", () => {
  // The youngest instance is 25 minutes old and failed after half a minute.
  const failed = { api: "8.9", delayMs: 24 * 60_000 + 45_000 } as const;
  const { find, get, key } = camunda8For(failed);
  test("a fresh incident is pending, and its instance does not know of it", async () => {
    const instance = JSON.parse((await get(`/v2/process-instances/${key("payment-failed-hostile-text")}`)).text);
    expect(instance.hasIncident).toBe(false);
    const filter = { processInstanceKey: key("payment-failed-hostile-text") };
    expect((await find("incidents", { filter })).items).toMatchObject([{ state: "PENDING" }]);
    expect((await find("jobs", { filter })).items).toMatchObject([
      { state: "CREATED", retries: 3, errorMessage: null },
    ]);
    expect((await find("element-instances", { filter: { ...filter, hasIncident: true } })).items).toEqual([]);
  });

  const young = camunda8For({ api: "8.9", delayMs: 26 * 60_000 });
  test("an instance is not there at all, though its key is known", async () => {
    const path = `/v2/process-instances/${young.key("payment-failed-hostile-text")}`;
    expect(JSON.parse((await young.get(path)).text)).toMatchObject({ status: 404, title: "NOT_FOUND" });
    expect((await young.find("process-instances")).page["totalItems"]).toBe(46);
  });

  const early = camunda8For({ api: "8.9", delayMs: 29 * 60 * 60_000 });
  test("what ended since then still runs", async () => {
    const { items } = await early.find("process-instances", {
      filter: { processInstanceKey: early.key("invoice-cancelled") },
    });
    expect(items).toEqual([]);
    const { text } = await early.get(`/v2/process-instances/${early.key("payment-modified")}`);
    expect(JSON.parse(text)).toMatchObject({ state: "ACTIVE" });
  });
});
