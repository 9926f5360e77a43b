import { describe, expect, it } from "vitest";
import { refusalOf } from "../contract/subject.ts";
import { changed, only, upstream } from "./upstream.ts";

type Rows = Record<string, unknown>[];
const isRows = (rows: unknown): rows is Rows => Array.isArray(rows);
const eachRow = (change: (row: Record<string, unknown>) => Record<string, unknown>) => (rows: unknown) =>
  isRows(rows) ? rows.map(change) : rows;
const lists = /^\/history\/process-instance$/;

describe("rows that are not as they were", () => {
  it("an unknown state is unknown, with the engine's own word", async () => {
    const { ask, url, spoil } = await upstream();
    spoil(
      only(
        lists,
        changed(
          () => url,
          eachRow((row) => ({ ...row, state: "HIBERNATING" })),
        ),
      ),
    );
    const { instances } = await ask.query({ limit: 1 });
    expect(instances).toMatchObject([{ state: "unknown", engineState: "HIBERNATING" }]);
  });

  it("further fields are left out, missing optional ones missing", async () => {
    const { ask, url, spoil } = await upstream();
    const optional = ["restartedProcessInstanceId", "rootProcessInstanceId", "removalTime", "processDefinitionVersion"];
    spoil(
      only(
        lists,
        changed(
          () => url,
          eachRow((row) => ({
            ...Object.fromEntries(Object.entries(row).filter(([name]) => !optional.includes(name))),
            newInVersion8: { any: "thing" },
          })),
        ),
      ),
    );
    const { instances = [] } = await ask.query({ limit: 1 });
    expect(JSON.stringify(instances)).not.toContain("newInVersion8");
    expect(instances[0]).not.toHaveProperty("rootId");
    expect(instances[0]?.definition).not.toHaveProperty("version");
  });

  it.for([
    ["no id", { id: null }],
    ["no state", { state: null }],
    ["no start", { startTime: null }],
    ["a date in a format of the server's own", { startTime: "22.11.2026 15:20" }],
    ["a date as a number", { startTime: 1_763_823_600_000 }],
    ["a date without zone", { startTime: "2026-11-22T15:20:00.000" }],
  ] as const)("%s: the answer is not understood, and the sentence says what", async ([, patch]) => {
    const { ask, url, spoil } = await upstream();
    spoil(
      only(
        lists,
        changed(
          () => url,
          eachRow((row) => ({ ...row, ...patch })),
        ),
      ),
    );
    const refusal = await refusalOf(ask.query({ limit: 1 }));
    expect(refusal).toMatchObject({ kind: "badAnswer", message: expect.stringContaining(Object.keys(patch)[0] ?? "") });
    spoil();
    await ask.query({ limit: 1 });
  });

  it.for([
    ["an offset with a colon", "+01:00"],
    ["Z", "Z"],
    ["another offset", "-0930"],
  ])("dates with %s are the same moments", async ([, offset]) => {
    const { ask, url, spoil } = await upstream();
    const shift = offset === "Z" ? 0 : offset === "+01:00" ? 3_600_000 : -34_200_000;
    const write = (text: unknown) =>
      new Date(Date.parse(String(text).replace("+0000", "Z")) + shift).toISOString().replace("Z", offset ?? "");
    const before = (await ask.query({ limit: 1 })).instances;
    spoil(
      only(
        lists,
        changed(
          () => url,
          eachRow((row) => ({ ...row, startTime: write(row["startTime"]) })),
        ),
      ),
    );
    expect((await ask.query({ limit: 1 })).instances).toEqual(before);
  });
});
