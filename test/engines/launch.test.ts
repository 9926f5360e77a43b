import { describe, expect, it } from "vitest";
import * as z from "zod";
import { type Credentials, restClient } from "./camunda7/client.ts";
import { admin, reader } from "./camunda7/launch.ts";
import { engineUrl, type Handover, ownEngines } from "./under-test.ts";

const count = z.object({ count: z.number() });
const absent: Handover["engines"]["open"] = { url: "", scenarios: {} };

describe.runIf(engineUrl)("the engine under test", () => {
  it("tells its version", async () => {
    const version = await restClient(engineUrl ?? "").get("/version");
    expect(version).toEqual({ version: expect.stringMatching(/^\d+\.\d+/) });
  });
});

describe.runIf(ownEngines)("the engines started for the tests", () => {
  const { open, auth, historyNone } = ownEngines ?? { open: absent, auth: absent, historyNone: absent };
  const running = async (url: string, credentials?: Credentials): Promise<number> =>
    count.parse(await restClient(url, credentials).get("/process-instance/count")).count;

  it("are Camunda 7.24.0", async () => {
    const clients = [restClient(open.url), restClient(auth.url, admin), restClient(historyNone.url)];
    for (const client of clients) expect(await client.get("/version")).toEqual({ version: "7.24.0" });
  });

  it("hold every scenario, and 210 of 300 parcels under way in the open one", async () => {
    const names = Object.keys(open.scenarios);
    expect(names.length).toBe(47);
    expect(Object.keys(auth.scenarios)).toEqual(names);
    expect(Object.keys(historyNone.scenarios)).toEqual(
      names.filter((name) => !/^(?:invoice-restarted|onboarding-completed-(?:grand)?child)$/.test(name)),
    );
    expect((await running(open.url)) - (await running(auth.url, admin))).toBe(210);
  });

  it("show a reader fewer instances than an administrator, and nobody else any", async () => {
    const mayRead = await running(auth.url, reader);
    expect(mayRead).toBeGreaterThan(0);
    expect(mayRead).toBeLessThan(await running(auth.url, admin));
    expect((await restClient(auth.url).raw("GET", "/process-instance/count")).status).toBe(401);
  });

  it.each([
    { name: "keeps history at level full", engine: open, status: 200 },
    { name: "keeps none at level none", engine: historyNone, status: 404 },
  ])("$name", async ({ engine, status }) => {
    const client = restClient(engine.url);
    const id = engine.scenarios["invoice-unassigned"];
    expect((await client.raw("GET", `/process-instance/${id}`)).status).toBe(200);
    expect((await client.raw("GET", `/history/process-instance/${id}`)).status).toBe(status);
  });

  it("hold a task and a timer that stay overdue", async () => {
    const client = restClient(open.url);
    const task = `processInstanceId=${open.scenarios["invoice-overdue-task"]}&dueBefore=2021-01-01T00:00:00.000%2B0000`;
    const timer = `processInstanceId=${open.scenarios["order-overdue-timer"]}&timers=true&executable=true`;
    expect(await client.get(`/task?${task}`)).toMatchObject([
      { taskDefinitionKey: "approveInvoice", name: "Approve invoice" },
    ]);
    expect(await client.get(`/job?${timer}`)).toMatchObject([
      { retries: 3, suspended: false, dueDate: expect.stringMatching(/^2020-01-31/) },
    ]);
  });
});
