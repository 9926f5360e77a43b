/** Filters that can only be asked for as alternatives: elements passed beside the current one, and what needs a person. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ago, elementRow, instanceRow, jobRow, keyOf, userTaskRow } from "./rows.ts";
import { startCluster } from "./stub.ts";
import { serveTables, type Tables } from "./tables.ts";

const elements = ["a", "b", "c"] as const;
type ElementId = (typeof elements)[number];

interface Told {
  readonly hasIncident: boolean;
  readonly retries: boolean;
  readonly overdue: boolean;
  /** Where it is, it has been for long, and that is work. */
  readonly waiting: boolean;
  readonly ended: boolean;
  /** Where it was, and where it is. */
  readonly passed: readonly ElementId[];
  readonly at: readonly ElementId[];
}

const instances = fc.array(
  fc.record({
    hasIncident: fc.boolean(),
    retries: fc.boolean(),
    overdue: fc.boolean(),
    waiting: fc.boolean(),
    ended: fc.boolean(),
    passed: fc.subarray([...elements]),
    at: fc.subarray([...elements]),
  }),
  { minLength: 5, maxLength: 12 },
);

/** Incidents, due tasks and places are of running instances. */
const running = (one: Told) => (one.ended ? { ...one, hasIncident: false, overdue: false, at: [] } : one);

function tablesOf(told: readonly Told[]): Tables {
  const of = <T>(rows: (one: Told, key: string, n: number) => readonly T[]) =>
    told.flatMap((one, n) => rows(one, keyOf(n), n));
  return {
    instances: of(({ hasIncident, ended }, key) => [
      instanceRow(key, { hasIncident, ...(ended ? { state: "COMPLETED", endDate: ago(1) } : {}) }),
    ]),
    elements: of(({ passed, at, waiting }, key, n) => [
      ...passed.map((elementId, m) =>
        elementRow(keyOf(1_000 + 10 * n + m), key, { elementId, state: "COMPLETED", startDate: ago(200) }),
      ),
      ...at.map((elementId, m) =>
        elementRow(keyOf(1_005 + 10 * n + m), key, {
          elementId,
          ...(waiting ? { startDate: ago(121), type: work[n % work.length] } : others[n % others.length]),
        }),
      ),
    ]),
    jobs: of(({ retries }, key, n) =>
      retries ? [jobRow(keyOf(5_000 + n), key, { state: "FAILED", hasFailedWithRetriesLeft: true })] : [],
    ),
    userTasks: of(({ overdue }, key, n) =>
      overdue ? [userTaskRow(key, keyOf(9_000 + n), { dueDate: ago(10) })] : [userTaskRow(key, keyOf(9_000 + n))],
    ),
  };
}

const work = ["USER_TASK", "SERVICE_TASK", "SEND_TASK", "BUSINESS_RULE_TASK", "SCRIPT_TASK", "END_EVENT"];
/** Work that is young, and what waits for other things. */
const others = [
  { type: "USER_TASK", startDate: ago(119) },
  { type: "RECEIVE_TASK", startDate: ago(500) },
  { type: "CALL_ACTIVITY", startDate: ago(500) },
  { type: "SUB_PROCESS", startDate: ago(500) },
  { type: "INTERMEDIATE_CATCH_EVENT", startDate: ago(500) },
];

const needs = {
  incident: (one: Told) => one.hasIncident,
  // The server tells retries of ended instances as well: only running ones need somebody.
  retrying: (one: Told) => one.retries && !one.ended,
  overdue: (one: Told) => one.overdue,
  waiting: (one: Told) => one.waiting && one.at.length > 0,
} as const;
type Attention = keyof typeof needs;
const attentions: readonly Attention[] = ["incident", "retrying", "overdue", "waiting"];

const question = fc.record(
  {
    elementId: fc.constantFrom(...elements),
    passedElementId: fc.constantFrom(...elements),
    attention: fc.subarray([...attentions], { minLength: 1 }),
    hasIncident: fc.boolean(),
  },
  { requiredKeys: [] },
);

describe.for(["8.8.0", "8.9.0", "8.10.0"])("alternatives of %s", (version) => {
  it("find what each filter means, all of them together", async () => {
    let tables: Tables = {};
    const { ask } = await startCluster(serveTables(() => tables, version));
    await fc.assert(
      fc.asyncProperty(instances, question, async (drawn, asked) => {
        const told = drawn.map(running);
        const { elementId, passedElementId, attention, hasIncident } = asked;
        fc.pre(!(hasIncident === false && attention?.every((one) => one === "incident")));
        tables = tablesOf(told);
        const expected = told.flatMap((one, n) => {
          const fits =
            (elementId === undefined || one.at.includes(elementId)) &&
            (passedElementId === undefined ||
              one.passed.includes(passedElementId) ||
              one.at.includes(passedElementId)) &&
            (attention === undefined || attention.some((name) => needs[name](one))) &&
            (hasIncident === undefined || one.hasIncident === hasIncident);
          return fits ? [keyOf(n)] : [];
        });
        const list = await ask.query({ ...asked, limit: 50 });
        expect((list.instances ?? []).map(({ id }) => id).sort()).toEqual(expected.sort());
        const count = await ask.query({ ...asked, mode: "count" });
        expect(count.engines).toMatchObject([{ total: expected.length }]);
      }),
      { numRuns: 150 },
    );
  });

  it("say in their body what is a must and what is one of several", async () => {
    const tables = tablesOf([
      { hasIncident: false, retries: false, overdue: true, waiting: true, ended: false, passed: [], at: ["a"] },
      { hasIncident: false, retries: false, overdue: false, waiting: true, ended: false, passed: [], at: ["b"] },
    ]);
    const { ask, asked } = await startCluster(serveTables(tables, version));
    const filterOf = async (input: Parameters<typeof ask.query>[0]) => {
      await ask.query(input);
      return asked.at(-1)?.body["filter"];
    };
    expect(await filterOf({ elementId: "a" })).toEqual({ elementId: "a", elementInstanceState: "ACTIVE" });
    expect(await filterOf({ passedElementId: "b" })).toEqual({ elementId: "b" });
    expect(await filterOf({ elementId: "a", passedElementId: "b" })).toEqual({
      elementId: "a",
      elementInstanceState: "ACTIVE",
      $or: [{ elementId: "b" }],
    });
    expect(await filterOf({ attention: ["incident", "retrying", "overdue"], passedElementId: "b" })).toEqual({
      elementId: "b",
      $or: [{ hasIncident: true }, { hasRetriesLeft: true, state: "ACTIVE" }, { processInstanceKey: keyOf(0) }],
    });
    expect(await filterOf({ attention: ["waiting"] })).toEqual({
      $or: [{ processInstanceKey: { $in: [keyOf(0), keyOf(1)] } }],
    });
    expect(await filterOf({ attention: ["overdue", "waiting", "incident"] })).toEqual({
      $or: [{ hasIncident: true }, { processInstanceKey: { $in: [keyOf(0), keyOf(1)] } }],
    });
    expect(await filterOf({ attention: ["incident", "retrying"], elementId: "a", passedElementId: "b" })).toEqual({
      elementId: "a",
      elementInstanceState: "ACTIVE",
      $or: [
        { hasIncident: true, elementId: "b" },
        { hasRetriesLeft: true, state: "ACTIVE", elementId: "b" },
      ],
    });
  });
});
