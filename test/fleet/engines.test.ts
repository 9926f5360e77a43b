/** Engines of every kind as one fleet, over real sockets. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { describe as describeError } from "../../src/core/describe.ts";
import { LookoutError } from "../../src/core/errors.ts";
import { allKinds, asking, inOrder, keyOf, type Member, pagesOf, rowsOf, startMember } from "./members.ts";

const bulk = 60;
let members: Member[];
let fleet: ReturnType<typeof asking>;
beforeAll(async () => {
  members = await Promise.all(allKinds.map((kind) => startMember(kind, kind, bulk)));
  fleet = asking(members.map(({ engine }) => engine));
});
afterAll(() => Promise.all(members.map((member) => member.close())));

const refusalOf = (asked: Promise<unknown>) =>
  asked.then(
    (answer) => `answered: ${JSON.stringify(answer).slice(0, 300)}`,
    (error: unknown) => (error instanceof LookoutError ? { fault: error.fault, ...describeError(error) } : error),
  );
const idIn = (kind: string, scenario: string): string => {
  const id = members.find((member) => member.kind === kind)?.sandbox.instances[scenario];
  if (id === undefined) throw new Error(`${kind} was told no ${scenario}`);
  return id;
};

describe("one cursor over all of them", () => {
  test.each([
    ["newest", {}, 17],
    ["oldest", {}, 100],
    ["oldest", { definitionKey: "parcel-tracking" }, 7],
    ["newest", { state: "active", startedAfter: "7d" }, 33],
  ] as const)("%s, %j, %i rows a page: all that each has alone, once, in one order", async (order, filters, limit) => {
    const pages = await pagesOf(fleet, { ...filters, order, limit });
    const given = rowsOf(pages);
    const alone = await Promise.all(
      members.map(async ({ id }) => rowsOf(await pagesOf(fleet, { ...filters, order, limit: 100, engine: id }))),
    );
    for (const rows of alone) expect(rows.length).toBeGreaterThan(20);
    expect(given.map(keyOf)).toEqual(inOrder(alone.flat(), order).map(keyOf));
    expect(new Set(given.map(keyOf)).size).toBe(given.length);
    for (const page of pages) expect(page.engines.map(({ engine, status }) => `${engine} ${status}`)).toEqual(allOk);
    // The world is told in each: nothing would be shown by moments that all share if there were none.
    const shared = Map.groupBy(given, ({ startedAt }) => startedAt);
    expect([...shared.values()].some((rows) => new Set(rows.map(({ engine }) => engine)).size === 3)).toBe(true);
  });
  const allOk = allKinds.map((kind) => `${kind} ok`);

  test("a size cap cuts pages short and loses nothing", async () => {
    const question = { definitionKey: "parcel-tracking", limit: 100 };
    const capped = await pagesOf(
      asking(
        members.map(({ engine }) => engine),
        { maxCharacters: 8_000 },
      ),
      question,
    );
    for (const page of capped) expect(JSON.stringify(page).length).toBeLessThanOrEqual(8_000);
    expect(capped.length).toBeGreaterThan(4);
    expect(rowsOf(capped).map(keyOf)).toEqual(rowsOf(await pagesOf(fleet, question)).map(keyOf));
  });
});

test("a business key is looked for everywhere", async () => {
  const { instances, engines } = await fleet.query({ businessKey: "ORDER-1002" });
  expect(engines.map(({ engine, status, total }) => `${engine} ${status} ${total}`)).toEqual(
    allKinds.map((kind) => `${kind} ok 1`),
  );
  expect(instances?.map(({ engine, businessKey }) => `${engine} ${businessKey}`).sort()).toEqual(
    allKinds.map((kind) => `${kind} ORDER-1002`).sort(),
  );
});

test("numbers of all are those of each", async () => {
  const all = await fleet.query({ mode: "count", definitionKey: "parcel-tracking" });
  const each = await Promise.all(
    allKinds.map((engine) => fleet.query({ mode: "count", definitionKey: "parcel-tracking", engine })),
  );
  expect(all.engines).toEqual(each.flatMap(({ engines }) => engines));
  expect(all.engines.map(({ total }) => total)).toEqual(allKinds.map(() => bulk));
  expect(all.counts?.definitions).toEqual(each.flatMap(({ counts }) => counts?.definitions));
  expect(new Set(all.counts?.incidents.map(({ engine }) => engine)).size).toBeGreaterThan(2);
});

test("what one cannot do it refuses, and the others answer", async () => {
  const answer = await fleet.query({ tenantId: "acme-eu" });
  expect(answer.engines.map(({ engine, status }) => `${engine} ${status}`)).toEqual([
    "c7 ok",
    "c8 ok",
    "operate ok",
    "bpel refused",
  ]);
  expect(answer.engines[3]?.error).toMatchObject({ kind: "unsupported", engine: "bpel" });
});

describe("whose instance it is", () => {
  const scenario = "payment-failed-external-task";
  test.each(["c7", "bpel"])("%s: by the form of its id, and no other engine is asked", async (kind) => {
    const before = members.map(({ sandbox }) => sandbox.requests.length);
    const { instance } = await fleet.get({ id: idIn(kind, scenario) });
    expect(instance).toMatchObject({ engine: kind, id: idIn(kind, scenario) });
    expect((await fleet.history({ id: idIn(kind, scenario) })).instance.engine).toBe(kind);
    const asked = members.filter(({ sandbox }, index) => sandbox.requests.length > (before[index] ?? 0));
    expect(asked.map((member) => member.kind)).toEqual([kind]);
  });
  test("two clusters that hold the same key", async () => {
    expect(idIn("c8", scenario)).toBe(idIn("operate", scenario));
    expect(await refusalOf(fleet.get({ id: idIn("c8", scenario) }))).toMatchObject({
      fault: "instanceInSeveral",
      next: "Add engine, for example c8.",
    });
    for (const engine of ["c8", "operate"]) {
      expect((await fleet.get({ id: idIn("c8", scenario), engine })).instance.engine).toBe(engine);
      expect((await fleet.history({ id: idIn("c8", scenario), engine })).instance.engine).toBe(engine);
    }
  });
  test.each(allKinds)("%s: by the link that it gave", async (kind) => {
    const { instance } = await fleet.get({ id: idIn(kind, scenario), engine: kind });
    expect((await fleet.get({ id: instance.url ?? "" })).instance).toEqual(instance);
    expect((await fleet.history({ id: instance.url ?? "" })).instance).toMatchObject({ engine: kind, id: instance.id });
  });
  test("a link to a host that is not configured is followed nowhere", async () => {
    for (const member of members) {
      const { instance } = await fleet.get({ id: idIn(member.kind, scenario), engine: member.kind });
      const link = (instance.url ?? "").replace(/^http:\/\/127\.0\.0\.1:\d+/, "https://elsewhere.example");
      const asked = members.map(({ sandbox }) => sandbox.requests.length);
      expect(await refusalOf(fleet.get({ id: link }))).toMatchObject({ fault: "linkUnknown" });
      expect(members.map(({ sandbox }) => sandbox.requests.length)).toEqual(asked);
    }
  });
  test.each([
    ["00000000-e689-11f1-8a30-02fc00000001", "instanceNotFound", /^No instance \S+ in c7\./],
    ["2251799813999999", "instanceNowhere", /^No instance \S+ in c8 or operate\./],
    ["_PI:90030109.7232ed16.d33c67f6.00000000", "instanceNotFound", /^No instance \S+ in bpel\./],
  ])("%s is nowhere", async (id, fault, message) => {
    expect(await refusalOf(fleet.get({ id }))).toMatchObject({
      fault,
      kind: "notFound",
      message: expect.stringMatching(message),
    });
  });
});

describe("two engines that are one: the same world, the same ids, the same links", () => {
  test("each row comes once from each, and an id needs its engine", async () => {
    const [c7] = members;
    if (!c7) throw new Error("no Camunda 7");
    const twins = await Promise.all(["left", "right"].map((id) => startMember(id, "c7", 0, c7.sandbox)));
    try {
      const ask = asking(twins.map(({ engine }) => engine));
      const given = rowsOf(await pagesOf(ask, { limit: 9 }));
      const own = rowsOf(await pagesOf(fleet, { limit: 100, engine: "c7" }));
      expect(given.map(keyOf)).toEqual(
        inOrder(
          ["left", "right"].flatMap((engine) => own.map((row) => ({ ...row, engine }))),
          "newest",
        ).map(keyOf),
      );
      const id = idIn("c7", "order-card-declined");
      for (const asked of [ask.get({ id }), ask.history({ id })]) {
        expect(await refusalOf(asked)).toMatchObject({
          fault: "instanceInSeveral",
          next: "Add engine, for example left.",
        });
      }
      expect((await ask.get({ id, engine: "right" })).instance).toMatchObject({ engine: "right", id });
    } finally {
      await Promise.all(twins.map((twin) => twin.close()));
    }
  });
});
