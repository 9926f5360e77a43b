/** Failures of jobs in a history: what each version tells of when they were. */
import { describe, expect, it } from "vitest";
import { ago, elementRow, instanceRow, jobRow, keyOf } from "./rows.ts";
import { startCluster } from "./stub.ts";
import { serveTables } from "./tables.ts";

const id = keyOf(1);
const elementOf = (n: number) => keyOf(100 + n);
const kinds = ["jobFailure" as const];

/** Failed jobs at elements of their own; before 8.9 a job tells no times. */
function clusterWith(jobs: number, times: boolean, version: string) {
  const numbers = Array.from({ length: jobs }, (_, n) => n);
  return startCluster(
    serveTables(
      {
        instances: [instanceRow(id)],
        elements: numbers.map((n) => elementRow(elementOf(n), id, { startDate: ago(50 - (n % 40)) })),
        jobs: numbers.map((n) =>
          jobRow(keyOf(1_000 + n), id, {
            elementInstanceKey: elementOf(n),
            state: "FAILED",
            retries: 0,
            errorMessage: `no stock ${n}`,
            creationTime: times ? ago(49) : null,
            lastUpdateTime: times ? ago(48 - (n % 40)) : null,
          }),
        ),
      },
      version,
    ),
  );
}

describe("failures of jobs", () => {
  it("are told when they were, from 8.9 on", async () => {
    const { ask } = await clusterWith(3, true, "8.9.0");
    const { events } = await ask.history({ id, kinds });
    expect(events.map(({ startedAt, message }) => [startedAt, message])).toEqual([
      [ago(48), "no stock 0"],
      [ago(47), "no stock 1"],
      [ago(46), "no stock 2"],
    ]);
  });

  it("are told with their elements' beginning before", async () => {
    const { ask } = await clusterWith(3, false, "8.8.0");
    const { events } = await ask.history({ id, kinds });
    expect(events.map(({ startedAt, message }) => [startedAt, message])).toEqual([
      [ago(50), "no stock 0"],
      [ago(49), "no stock 1"],
      [ago(48), "no stock 2"],
    ]);
  });

  it("are all told, or it is said that some may be missing", async () => {
    const jobs = 45;
    const { ask } = await clusterWith(jobs, false, "8.8.0");
    const { events, sources } = await ask.history({ id, kinds, limit: 200 });
    if (sources[0]?.status === "recorded") expect(events).toHaveLength(jobs);
    else expect(sources).toEqual([{ kind: "jobFailure", status: "unknown" }]);
  });

  it("have only what the job tells of them: jobs that never failed are none", async () => {
    const states = ["CREATED", "COMPLETED", "CANCELED", "MIGRATED"];
    const jobs = states.map((state, n) => jobRow(keyOf(1_000 + n), id, { state, lastUpdateTime: ago(5) }));
    const { ask } = await startCluster(serveTables({ instances: [instanceRow(id)], jobs }));
    expect((await ask.history({ id, kinds })).events).toEqual([]);
  });
});
