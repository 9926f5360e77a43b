import { describe, expect, it, onTestFinished } from "vitest";
import { connectAs } from "../contract/camunda7.ts";
import { startFront } from "../contract/front.ts";
import { asking } from "../contract/subject.ts";

const id = "11111111-2222-3333-4444-555555555555";
const at = (ms: number) => `2026-11-22T10:00:00.${String(ms).padStart(3, "0")}+0000`;

const instance = {
  id,
  processDefinitionId: "batch:1:x",
  processDefinitionKey: "batch",
  processDefinitionName: "Batch",
  processDefinitionVersion: 1,
  startTime: at(0),
  state: "COMPLETED",
  endTime: at(900),
  durationInMillis: 900,
  rootProcessInstanceId: id,
};

/** Elements and calls in turn; so many begin in one millisecond. The engine's order of ids is the order of `n`. */
const activity = (n: number, ms: number) => ({
  id: `a${String(n).padStart(4, "0")}`,
  activityId: "step",
  activityName: "Step",
  // Calls sort before elements of the same moment, whatever their ids.
  activityType: n % 2 ? "callActivity" : "userTask",
  executionId: "e",
  processInstanceId: id,
  startTime: at(ms),
  endTime: at(ms),
  durationInMillis: 0,
  canceled: false,
  ...(n % 2 ? { calledProcessInstanceId: `c${n}` } : {}),
});

/** Incidents of one millisecond come in no order at all. */
const incident = (n: number, ms: number) => ({
  id: `i${String((n * 7) % 200).padStart(4, "0")}`,
  processInstanceId: id,
  createTime: at(ms),
  endTime: at(ms),
  incidentType: "failedJob",
  activityId: "step",
  incidentMessage: "x",
  open: false,
  resolved: true,
});

const many = 200;
const activities = Array.from({ length: many }, (_, n) => activity(n, Math.min(n, 10)));
const incidents = Array.from({ length: many }, (_, n) => incident(n, 10));

/** An engine with one instance in which hundreds of things happen in one millisecond, as multi-instance calls do. */
async function engineOfOne() {
  const rows: Record<string, readonly { startTime?: string; createTime?: string }[]> = {
    "/history/activity-instance": activities,
    "/history/incident": incidents,
  };
  const front = await startFront("http://127.0.0.1:1/engine-rest", ({ path, url, body, method }, _pass, response) => {
    const { searchParams } = new URL(url, "http://engine");
    const asked = body === "" ? {} : JSON.parse(body);
    const bounds = { ...Object.fromEntries(searchParams), ...asked };
    const desc = searchParams.get("sortOrder") === "desc" || asked.sorting?.[0]?.sortOrder === "desc";
    const found = (rows[path] ?? []).filter(({ startTime = "", createTime = "" }) => {
      if (startTime) return !(bounds.startedAfter > startTime || bounds.startedBefore < startTime);
      return !(bounds.createTimeAfter >= createTime || bounds.createTimeBefore <= createTime);
    });
    const first = Number(searchParams.get("firstResult") ?? 0);
    const list = (desc ? [...found].reverse() : found).slice(
      first,
      first + Number(searchParams.get("maxResults") ?? 9),
    );
    const answers: Record<string, unknown> = {
      "/version": { version: "7.24.0" },
      [`/history/process-instance/${id}`]: instance,
      "/history/process-instance/count": { count: 0 },
    };
    const gone = { type: "InvalidRequestException", message: "Process instance does not exist" };
    const isRunning = method === "GET" && path === `/process-instance/${id}`;
    response.writeHead(isRunning ? 404 : 200, { "content-type": "application/json" });
    response.end(JSON.stringify(isRunning ? gone : (answers[path] ?? list)));
  });
  const engine = connectAs(undefined)(front.url);
  onTestFinished(async () => {
    await engine.close();
    await front.close();
  });
  return asking({ engine, now: () => new Date("2026-11-22T11:00:00.000Z") });
}

describe("hundreds of events in one millisecond", () => {
  it.for(["oldest", "newest"] as const)("%s first: pages hold each once, in the common order", async (order) => {
    const ask = await engineOfOne();
    for (const limit of [7, 60, 200]) {
      const seen: string[] = [];
      for (let cursor: string | undefined; ; ) {
        const page = await ask.history({ id, order, limit, ...(cursor === undefined ? {} : { cursor }) });
        seen.push(...page.events.map((event) => `${event.startedAt} ${event.kind} ${event.id}`));
        if (page.nextCursor === undefined) break;
        cursor = page.nextCursor;
      }
      expect(new Set(seen).size, `pages of ${limit}`).toBe(1 + activities.length + incidents.length);
      expect(seen).toHaveLength(1 + activities.length + incidents.length);
      const sorted = [...seen].sort();
      expect(seen).toEqual(order === "oldest" ? sorted : sorted.reverse());
    }
  });
});
