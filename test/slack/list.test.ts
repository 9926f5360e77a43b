import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import type { InstanceRow } from "../../src/core/model.ts";
import { readAction } from "../../src/slack/messages/buttons.ts";
import { list } from "../../src/slack/messages/list.ts";
import type { Message } from "../../src/slack/messages/message.ts";
import { type Fleet, startFleet } from "../fleet/sandboxes.ts";
import {
  asked,
  buttonsOf,
  cellsOf,
  clicked,
  expectGolden,
  type QueryInput,
  type QueryOutput,
  scene,
} from "./answered.ts";

let fleet: Fleet;
beforeAll(async () => {
  fleet = await startFleet();
});
afterAll(async () => {
  await fleet.close();
});

interface Case {
  readonly input: QueryInput;
  readonly engines?: readonly string[];
}

const healthy = ["c7-prod", "c8-prod"];

const cases: Record<string, Case> = {
  "list-stuck": { input: { hasIncident: true, limit: 10 }, engines: ["c7-prod"] },
  "list-fleet-one-down": { input: { state: "active", startedAfter: "2d", limit: 10 } },
  "list-none": { input: { definitionKey: "no-such-process", state: "completed", limit: 10 }, engines: healthy },
  "list-none-of-key": { input: { businessKey: "ORDER-9", limit: 10 }, engines: [...healthy, "c7-old"] },
  "list-one-refuses": { input: { state: "failed", limit: 10 }, engines: ["c7-prod", "claims"] },
  "list-not-known": { input: { hasIncident: true, limit: 10 }, engines: ["c7-old", "c7-older"] },
  "list-business-case": { input: { businessKey: "ORDER-1002", limit: 10 }, engines: [...healthy, "c7-old"] },
  "list-one": { input: { businessKey: "PAY-3", limit: 10 }, engines: ["c7-prod"] },
};

describe("whole messages", () => {
  it.for(Object.entries(cases))("%s", async ([name, { input, engines }]) => {
    const { output, request, sceneOf } = await asked(fleet, input, engines);
    await expectGolden(fleet, name, (form) => list(output, sceneOf(form), request));
  });
});

describe("pages", () => {
  const ask = async (input: QueryInput, engines?: readonly string[]) => {
    const { output, request, sceneOf } = await asked(fleet, input, engines);
    return { message: list(output, sceneOf("table"), request), rows: output.instances ?? [] };
  };

  it("go on with a click from the first to the last, and back to the first", async () => {
    const input = { definitionKey: "payment-collection", limit: 4 };
    const first = await ask(input, healthy);
    const middle = await ask(clicked(first.message, "Next page ›"), healthy);
    await expectGolden(fleet, "page-first", () => first.message, ["table"]);
    await expectGolden(fleet, "page-middle", () => middle.message, ["table"]);
    let last = middle;
    const seen = [...first.rows, ...middle.rows];
    while (buttonsOf(last.message).has("Next page ›")) {
      last = await ask(clicked(last.message, "Next page ›"), healthy);
      seen.push(...last.rows);
    }
    await expectGolden(fleet, "page-last", () => last.message, ["table"]);
    const all = await ask({ ...input, limit: 100 }, healthy);
    expect(seen.map(({ engine, id }) => `${engine} ${id}`)).toEqual(
      all.rows.map(({ engine, id }) => `${engine} ${id}`),
    );
    expect(clicked(last.message, "« First page")).toEqual(input);
    expect(buttonsOf(first.message).has("« First page")).toBe(false);
  });

  it("refresh and count what is shown", async () => {
    const first = await ask({ state: "active", limit: 4 }, healthy);
    const second = await ask(clicked(first.message, "Next page ›"), healthy);
    expect(clicked(second.message, "Refresh")).toEqual(clicked(first.message, "Next page ›"));
    expect(clicked(second.message, "Count these")).toEqual({ state: "active", mode: "count" });
  });

  it("are told to be shorter than asked where an answer would be too large", async () => {
    const { output, request, sceneOf } = await asked(fleet, { limit: 100 });
    expect(output.truncated?.reason).toBe("size");
    const message = list(output, sceneOf("table"), request);
    await expectGolden(fleet, "list-size", () => message, ["table"]);
    expect(clicked(message, "Next page ›").cursor).toBe(output.nextCursor);
  });
});

const row = (rest: Partial<InstanceRow> = {}): InstanceRow => ({
  engine: "c7-prod",
  id: "daf911a8-e689-11f1-8a30-02fc00000001",
  definition: { key: "payment-collection", version: 7 },
  state: "active",
  engineState: "ACTIVE",
  startedAt: "2026-11-22T15:31:00.000Z",
  ...rest,
});
const ok = { engine: "c7-prod", status: "ok" } as const;
const output = (rest: Partial<QueryOutput> = {}): QueryOutput => ({
  instances: [row()],
  understood: {},
  engines: [ok],
  ...rest,
});
const listed = (rest: Partial<QueryOutput>, input: QueryInput = {}): Message =>
  list(output(rest), scene, { ask: "query", input });

function menuOf({ blocks = [] }: Message) {
  const elements = blocks.flatMap((block) => (block.type === "actions" ? block.elements : []));
  return elements.find((element) => element.type === "static_select");
}

describe("the head line", () => {
  const two = [row(), row({ id: "2" })];
  const more = { nextCursor: "n" };
  test.each<[string, Partial<QueryOutput>, QueryInput?]>([
    ["1 instance", {}],
    [
      "2 of 214 stuck instances, oldest first",
      { instances: two, understood: { hasIncident: true, order: "oldest" }, engines: [{ ...ok, total: 214 }] },
    ],
    [
      "2 of 10,000+ instances",
      { instances: two, engines: [{ ...ok, total: 10_000, totalIsLowerBound: true }], ...more },
    ],
    ["2 instances, more follow", { instances: two, ...more }],
    ["2 instances, there may be more", { instances: two, engines: [{ ...ok, total: 2, totalIsLowerBound: true }] }],
    ["2 more of 6 instances", { instances: two, engines: [{ ...ok, total: 6 }], ...more }, { cursor: "c" }],
    ["1 of 6 instances", { engines: [{ ...ok, total: 6 }] }],
    ["No stuck instance", { instances: [], understood: { hasIncident: true } }],
    ["No more instances", { instances: [] }, { cursor: "c" }],
    [
      "K &lt;1&gt;: 2 instances in 2 engines · c8-old NOT checked",
      {
        instances: [row(), row({ engine: "c8-prod" })],
        understood: { businessKey: "K <1>" },
        engines: [ok, { engine: "c8-prod", status: "ok" }, { engine: "c8-old", status: "failed" }],
      },
    ],
    [
      "Not known · a, b, c, d, e and 1 more NOT checked",
      {
        instances: [],
        engines: ["a", "b", "c", "d", "e", "f"].map((engine) => ({ engine, status: "failed" as const })),
      },
    ],
  ])("%s", (words, rest, input) => {
    expect(listed(rest, input).text).toBe(words);
  });
});

describe("columns", () => {
  const heads = (rest: Partial<QueryOutput>) => cellsOf(listed(rest))[0];

  test("say nothing twice and nothing empty", () => {
    expect(heads({})).toEqual(["State", "Process", "Started", "Id"]);
    expect(heads({ instances: [row({ businessKey: "K" })], understood: { businessKey: "K" } })).not.toContain(
      "Business key",
    );
    expect(heads({ instances: [row({ businessKey: "K1" })], understood: { businessKey: "K*" } })).toContain(
      "Business key",
    );
    expect(heads({ instances: [row({ endedAt: "2026-11-22T16:00:00Z" })] })).toContain("Ended");
    expect(heads({ engines: [ok, { engine: "c8-old", status: "failed" }] })).toContain("Engine");
  });

  test("have a sign where something is not known", () => {
    const cells = cellsOf(listed({ instances: [row({ businessKey: "K" }), row({ businessKey: null, id: "2" })] }));
    expect(cells[2]?.[1]).toBe("–");
  });
});

describe("the next step", () => {
  test("opens what is chosen; what is shared with a channel shares nothing more", () => {
    const message = listed({});
    expect(menuOf(message)?.options).toHaveLength(1);
    expect(buttonsOf(message).has("Share")).toBe(true);
    const shared = list(output(), { ...scene, audience: "channel" }, { ask: "query", input: {} });
    expect([...buttonsOf(shared).keys()]).toEqual(["Refresh"]);
  });

  test("looks wider where nothing was found", () => {
    const none = { instances: [] };
    const of = (understood: QueryOutput["understood"], input: QueryInput, label: string) =>
      clicked(listed({ ...none, understood }, input), label);
    expect(of({ businessKey: "K" }, { businessKey: "K" }, "Keys that begin like it")).toEqual({
      businessKey: "K*",
      limit: 10,
    });
    expect(of({ definitionKey: ["a"] }, { definitionKey: "a", state: "failed" }, "What there is")).toEqual({
      definitionKey: ["a"],
      mode: "count",
    });
    const failed = listed({ ...none, engines: [{ engine: "c8-old", status: "failed" }] });
    expect([...buttonsOf(failed).keys()]).toEqual(["Refresh", "Share"]);
  });

  test("of a word that several engines have is the word itself", () => {
    const message = list(output(), scene, { ask: "find", input: { key: "2251799813685249" } });
    const refresh = buttonsOf(message).get("Refresh");
    expect(readAction(refresh?.action_id ?? "", refresh?.value ?? "")).toMatchObject({ request: { ask: "find" } });
  });

  test("is a smaller page where not all rows fit into a message", () => {
    const long = { businessKey: "k".repeat(100), definition: { key: "d".repeat(100) } };
    const rows = Array.from({ length: 50 }, (_, at) => row({ ...long, id: `${at}`.padEnd(120, "-") }));
    const message = listed({ instances: rows, nextCursor: "n" }, { limit: 50, cursor: "c" });
    const shown = cellsOf(message).length - 1;
    expect(shown).toBeGreaterThan(20);
    expect(shown).toBeLessThan(50);
    expect(JSON.stringify(message.blocks)).toContain(`Only the first ${shown} of these 50 rows fit into a message.`);
    expect(menuOf(message)?.options).toHaveLength(shown);
    expect(clicked(message, `Pages of ${shown}`)).toEqual({ limit: shown, cursor: "c" });
    expect(buttonsOf(message).has("Next page ›")).toBe(false);
  });
});

test("what limits the answer is told before its rows", () => {
  const { blocks = [] } = listed({ truncated: { reason: "candidates", considered: 2_000 }, stable: false });
  const told = JSON.stringify(blocks[0]);
  expect(told).toContain("Only the first 2,000 candidates were looked at: narrow the question to be sure.");
  expect(told).toContain("Paging in this order may repeat or miss rows.");
  expect(blocks[1]?.type).toBe("table");
});

test("engines that say much about their failure leave room for the rows of the others", () => {
  const engines = Array.from({ length: 30 }, (_, at) => ({
    engine: `c7-${at}`,
    status: "failed" as const,
    error: { kind: "badAnswer" as const, message: `c7-${at} ${"x ".repeat(400)}` },
  }));
  const instances = Array.from({ length: 50 }, (_, at) => row({ id: `${at}` }));
  const message = listed({ instances, engines: [ok, ...engines] });
  expect(message.text).toBe("50 instances · c7-0, c7-1, c7-2, c7-3, c7-4 and 25 more NOT checked");
  expect(cellsOf(message)).toHaveLength(51);
});
