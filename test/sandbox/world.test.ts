import { describe, expect, it } from "vitest";
import { startSandbox } from "../../src/sandbox/sandbox.ts";
import { tellWorld } from "../../src/sandbox/script.ts";
import { now, sandboxFor } from "./asking.ts";

const { rows, get, id } = sandboxFor();

describe("the world", () => {
  it("is the same for the same moment", () => {
    const told = () => tellWorld({ now, bulk: 20 }).instances.map(({ id, startedAt, state }) => [id, startedAt, state]);
    expect(told()).toEqual(told());
  });

  it("has ids of its own for everything", () => {
    const world = tellWorld({ now, bulk: 2000 });
    const ids = [
      world.instances,
      world.steps,
      world.tasks,
      world.variables,
      world.jobs,
      world.incidents,
      world.externalTasks,
    ].flatMap((list) => list.map((one) => one.id));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("moves with the moment", () => {
    const [early, late] = [tellWorld({ now }), tellWorld({ now: now + 5000 })];
    const shifted = early.instances.map((one) => one.startedAt + 5000);
    expect(late.instances.map((one) => one.startedAt)).toEqual(shifted);
    expect(late.scenarios).toEqual(early.scenarios);
  });

  it("holds nothing that ended and goes on", () => {
    const world = tellWorld({ now, bulk: 50 });
    const ended = world.instances.filter((one) => one.endedAt !== null);
    expect(ended.length).toBeGreaterThan(20);
    expect(world.steps.filter((step) => step.instance.endedAt !== null && step.endedAt === null)).toEqual([]);
    expect(world.tasks.filter((task) => task.step.endedAt !== null && task.endedAt === null)).toEqual([]);
    expect(world.jobs.filter((job) => job.instance.endedAt !== null && !job.gone)).toEqual([]);
    expect(
      world.incidents.filter((incident) => incident.instance.endedAt !== null && incident.state === "open"),
    ).toEqual([]);
    expect(world.instances.filter((one) => one.startedAt > now || (one.endedAt ?? 0) > now)).toEqual([]);
  });

  it("repeats an incident in the callers, without text and job", async () => {
    const levels = ["onboarding-failed-grandchild", "onboarding-failed-child", "onboarding-failed"];
    const incidents = await Promise.all(
      levels.map(async (name) => (await rows(`/incident?processInstanceId=${id(name)}`))[0]),
    );
    const [root, child, top] = incidents;
    expect(incidents.map((one) => one?.["rootCauseIncidentId"])).toEqual([root?.["id"], root?.["id"], root?.["id"]]);
    expect([child?.["causeIncidentId"], top?.["causeIncidentId"]]).toEqual([root?.["id"], child?.["id"]]);
    expect(incidents.map((one) => one?.["incidentMessage"] === null)).toEqual([false, true, true]);
    expect(incidents.map((one) => one?.["configuration"] === null)).toEqual([false, true, true]);
  });

  it("tells who restarted, cancelled and withdrew", async () => {
    const of = async (name: string) => JSON.parse((await get(`/history/process-instance/${id(name)}`)).text);
    expect(await of("invoice-restarted")).toMatchObject({
      restartedProcessInstanceId: id("invoice-restarted-original"),
      startActivityId: "approveInvoice",
    });
    expect(await of("invoice-cancelled")).toMatchObject({ state: "EXTERNALLY_TERMINATED", deleteReason: null });
    expect(await of("invoice-cancelled-with-reason")).toMatchObject({ deleteReason: "Duplicate of INV-2026-008" });
    expect(await of("onboarding-withdrawn-child")).toMatchObject({
      state: "INTERNALLY_TERMINATED",
      rootProcessInstanceId: id("onboarding-withdrawn"),
    });
    expect(await of("onboarding-withdrawn")).toMatchObject({ state: "COMPLETED", deleteReason: null });
  });
});

describe("variables", () => {
  const every = () => `/process-instance/${id("variables-every-type")}/variables`;

  it("are written as Java writes them", async () => {
    const { text } = await get(`${every()}?deserializeValues=false`);
    expect(text).toContain('"beyondDouble":{"type":"Long","value":9007199254740993,');
    expect(text).toContain('"largestLong":{"type":"Long","value":9223372036854775807,');
    expect(text).toContain('"whole":{"type":"Double","value":3.0,');
    expect(text).toContain('"ratio":{"type":"Double","value":1.0E-7,');
    expect(text).not.toContain('"reviewer"');
  });

  it("fail whole when one class is unknown", async () => {
    const { status, text } = await get(every());
    expect([status, JSON.parse(text).message]).toEqual([
      500,
      "Cannot deserialize object in variable 'unknownClass': SPIN/JACKSON-JSON-01007 Cannot construct java type from string 'com.example.Account'",
    ]);
  });

  it("in a list carry the failure of each", async () => {
    const [one] = await rows(
      `/history/variable-instance?processInstanceId=${id("variables-every-type")}&variableName=unknownClass`,
    );
    expect(one).toMatchObject({ value: null, errorMessage: expect.stringContaining("com.example.Account") });
  });

  it("that were removed are hidden until asked for", async () => {
    const path = `/history/variable-instance?processInstanceId=${id("variables-every-type")}&variableName=removedLater`;
    expect(await rows(path)).toEqual([]);
    expect(await rows(`${path}&includeDeleted=true`)).toMatchObject([{ state: "DELETED" }]);
  });

  it("may be local to a task or a loop", async () => {
    const local = await rows(
      `/variable-instance?processInstanceIdIn=${id("order-multi-instance")}&variableName=lineItem&deserializeValues=false`,
    );
    expect(local.map((one) => String(one["activityInstanceId"]).split(":")[0])).toEqual([
      "pickItems",
      "pickItems",
      "pickItems",
    ]);
    const [reviewer] = await rows(`/variable-instance?variableName=reviewer`);
    expect(reviewer?.["taskId"]).toEqual(expect.any(String));
  });
});

describe("the server", () => {
  it("closes although a client keeps its connection", async () => {
    const sandbox = await startSandbox({ now });
    await (await fetch(`${sandbox.url}/version`, { headers: { connection: "keep-alive" } })).text();
    await sandbox.close();
    await expect(fetch(`${sandbox.url}/version`)).rejects.toThrow();
  });
});
