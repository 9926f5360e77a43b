import { describe, expect, test } from "vitest";
import type { Camunda8SandboxOptions } from "../../src/sandbox/camunda8.ts";
import { startCamunda8Sandbox } from "../../src/sandbox/camunda8.ts";
import { now } from "./asking.ts";
import { camunda8For } from "./camunda8-asking.ts";

const versions = ["2024", "8.8", "8.9", "8.10"] as const;

describe.each(versions)("%s", (api) => {
  const { get, find, key } = camunda8For({ api });
  const instance = async (scenario: string) => JSON.parse((await get(`/v2/process-instances/${key(scenario)}`)).text);

  test("tells its version", async () => {
    const { gatewayVersion } = JSON.parse((await get("/v2/topology")).text);
    expect(gatewayVersion).toBe({ "2024": "8.7.0-alpha2", "8.8": "8.8.5", "8.9": "8.9.5", "8.10": "8.10.0" }[api]);
  });

  test("has its words for what ended, was suspended and was called", async () => {
    expect((await instance("invoice-cancelled")).state).toBe(api === "2024" ? "CANCELED" : "TERMINATED");
    expect((await instance("onboarding-withdrawn-child")).state).toBe(api === "2024" ? "CANCELED" : "TERMINATED");
    expect((await instance("invoice-suspended")).state).toBe(api === "8.10" ? "SUSPENDED" : "ACTIVE");
    const parent = api === "2024" ? "parentFlowNodeInstanceKey" : "parentElementInstanceKey";
    const child = await instance("onboarding-failed-child");
    const [caller] = (await find("element-instances", { filter: { elementInstanceKey: child[parent] } })).items;
    expect(caller).toMatchObject({ elementId: "creditCheck", processInstanceKey: key("onboarding-failed") });
  });

  test("writes or leaves out what there is not", async () => {
    const running = await instance("invoice-unassigned");
    const isNull = api === "8.9" || api === "8.10";
    expect("endDate" in running && running.endDate === null).toBe(isNull);
    expect("parentProcessInstanceKey" in running).toBe(isNull);
    expect("suspendedDate" in running).toBe(api === "8.10");
    expect(running.tags).toEqual(api === "2024" ? undefined : ["key:INV-2026-001"]);
    const none = await find("incidents", { filter: { incidentKey: "1" } });
    expect("endCursor" in none.page).toBe(isNull);
  });

  test("keeps the business key as its id, or as a variable", async () => {
    const variables = await find("variables", { filter: { name: "businessKey", value: '"PAY-3"' } });
    const running = await instance("payment-failed-external-task");
    const hasId = api === "8.9" || api === "8.10";
    expect([running.businessId, variables.items.length]).toEqual(hasId ? ["PAY-3", 0] : [undefined, 1]);
  });
});

describe("keys as numbers", () => {
  const { get, find, key, post } = camunda8For({ api: "2024", numberKeys: true });
  const large = () => key("onboarding-failed");
  const text = (accept?: string) => get(`/v2/process-instances/${large()}`, accept === undefined ? {} : { accept });
  const [asNumber, asText] = ["number", "string"].map((form) => `application/vnd.camunda.api.keys.${form}+json`);

  test("keep every digit, beyond what a double holds", async () => {
    expect(BigInt(large())).toBeGreaterThan(2n ** 53n);
    expect((await text()).text).toContain(`"processInstanceKey":${large()},`);
    expect((await text(asNumber)).text).toContain(`"processInstanceKey":${large()},`);
    expect((await text(asText)).text).toContain(`"processInstanceKey":"${large()}",`);
    expect((await text(asText)).type).toBe(asText);
  });
  test("are taken as numbers, and in the media types of their time", async () => {
    const body = `{"filter":{"parentProcessInstanceKey":${large()}}}`;
    expect((await find("process-instances", body)).items).toHaveLength(1);
    const answer = await post("/v2/process-instances/search", body, { "content-type": asText ?? "" });
    expect(answer.status).toBe(200);
  });
});

describe("8.8 has equality only, where later versions have operators", () => {
  const { post, find, key } = camunda8For({ api: "8.8" });
  test("for incidents", async () => {
    expect((await find("incidents", { filter: { state: "RESOLVED" } })).items).toHaveLength(1);
    for (const filter of [{ state: { $in: ["ACTIVE"] } }, { errorMessage: { $like: "*" } }]) {
      const { status, text } = await post("/v2/incidents/search", { filter });
      expect([status, JSON.parse(text).title]).toEqual([400, "Bad Request"]);
    }
    const path = `/v2/process-instances/${key("onboarding-failed")}/incidents/search`;
    expect((await post(path, { filter: {} })).status).toBe(400);
  });
});

test("the same moment gives the same world, and the delay changes no key", async () => {
  const keysOf = async (options: Partial<Camunda8SandboxOptions>) => {
    const sandbox = await startCamunda8Sandbox({ now, ...options });
    await sandbox.close();
    return sandbox.instances;
  };
  const first = await keysOf({});
  for (const options of [{}, { delayMs: 3_600_000 }, ...[...versions, "operate" as const].map((api) => ({ api }))]) {
    expect(await keysOf(options)).toEqual(first);
  }
  const partitions = Object.values(first).map((key) => Number(BigInt(key) / 2n ** 51n));
  expect([...new Set(partitions)].sort()).toEqual([1, 2, 3, 4]);
});

test("logins are of one API each", async () => {
  await expect(startCamunda8Sandbox({ now, api: "operate", auth: { kind: "basic", users: {} } })).rejects.toThrow(
    /Basic/,
  );
  await expect(startCamunda8Sandbox({ now, auth: { kind: "session", users: {} } })).rejects.toThrow(/session/);
});
