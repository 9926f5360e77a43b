/** Ids and links: of an instance, of something else, of what is not there any more or not yet. */
import { describe, expect, it } from "vitest";
import { createBpel } from "../../src/engines/bpel/engine.ts";
import { asking, refusalOf } from "../contract/subject.ts";
import { activityOf, aiidOf, now, order, piidOf, processOf, recordsOf } from "./records.ts";
import { only, problem, startManager } from "./server.ts";

const own = processOf(1);
const records = recordsOf([own, processOf(2)], [activityOf(1, own)]);

describe("an id of something else", () => {
  it.for([
    [aiidOf(1), "an activity"],
    ["_TKI:a01b0109.7232ed16.d33c67f6.beb30076", "a human task"],
    [order.ptid, "a process template"],
    ["_AT:9002.1", "an activity template"],
    ["_TKT:9005.1", "a task template"],
    ["_ESI:9006.1", "an escalation"],
  ])("%s is named as what it is, and nothing is sent for it", async ([id = "", what = ""]) => {
    const { ask, asked } = await startManager(records);
    for (const tool of ["get", "history"] as const) {
      const refusal = await refusalOf(ask[tool]({ id }));
      expect(refusal.kind).toMatch(/^(?:invalidInput|notFound)$/);
      expect(refusal.message).toContain(what);
    }
    expect(asked).toEqual([]);
  });

  it.for(["_XY:9003.1", "_PI:", "_PI:9003", "_PI:xyz.1", "PI:9003.1", "_PI:9003.1;x", "2251799813685249"])(
    "%s is no id here at all",
    async (id) => {
      const { ask, asked } = await startManager(records);
      expect(await refusalOf(ask.get({ id }))).toMatchObject({ kind: "notFound" });
      expect(asked).toEqual([]);
    },
  );

  it("parents and roots of the wrong kind have called nothing", async () => {
    const { ask, asked } = await startManager(records);
    for (const input of [{ parentId: aiidOf(1) }, { rootId: "4711" }]) {
      expect((await ask.query(input)).instances).toEqual([]);
      expect((await ask.query({ ...input, mode: "count" })).engines[0]?.total).toBe(0);
    }
    expect(asked).toEqual([]);
  });
});

describe("an id written another way", () => {
  it("in capitals and with zeros in front is the same, and told as the server writes it", async () => {
    const groups = own.piid.slice("_PI:".length).split(".");
    const written = `_PI:${groups.map((group) => group.toUpperCase().padStart(9, "0")).join(".")}`;
    const { ask, serve } = await startManager(records);
    serve((_asked, answer) =>
      answer((one) => ({
        ...one,
        path: one.path.replace(written, own.piid),
        where: one.where?.replaceAll(written, own.piid),
      })),
    );
    const { instance, waitingAt, unknown } = await ask.get({ id: written });
    expect([instance.id, waitingAt.length, unknown]).toEqual([own.piid, 1, []]);
    expect((await ask.history({ id: written })).events.length).toBeGreaterThan(1);
  });
});

describe("an instance that is deleted", () => {
  it("between its list and its details: the row stands, its key is missing", async () => {
    const { ask, serve } = await startManager(records, { businessKey: "customText1" });
    serve(only(new RegExp(`/process/${own.piid}$`), () => problem(404, "CWWBA0015E")));
    const { instances = [] } = await ask.query({ order: "newest" });
    expect(instances.map(({ id, businessKey }) => [id, businessKey])).toEqual([
      [own.piid, undefined],
      [piidOf(2), "KEY-2"],
    ]);
    expect(await refusalOf(ask.get({ id: own.piid }))).toMatchObject({
      kind: "notFound",
      message: expect.stringContaining("removed"),
    });
  });

  it("or is hidden by then: the same", async () => {
    const { ask, serve } = await startManager(records, { businessKey: { customProperty: "key" } });
    serve(only(new RegExp(`/process/${own.piid}$`), () => problem(401, "CWWBE0133E")));
    expect((await ask.query({ order: "newest" })).instances).toMatchObject([
      { id: own.piid },
      { businessKey: "KEY-2" },
    ]);
  });

  it.for(["newest", "oldest"] as const)("between two pages (%s): the others come once", async (order) => {
    const all = Array.from({ length: 20 }, (_, n) => processOf(n + 1, { createdAt: own.createdAt + n * 300 }));
    const { ask, hold } = await startManager(recordsOf(all));
    const first = await ask.query({ order, limit: 6 });
    const given = (first.instances ?? []).map(({ id }) => id);
    // The very row that the page ended with, one before it and one after it.
    const after = all.find(({ piid }) => !given.includes(piid));
    const gone = [given[5], given[2], after?.piid];
    hold(recordsOf(all.filter(({ piid }) => !gone.includes(piid))));
    const rest: string[] = [];
    for (let cursor = first.nextCursor; cursor !== undefined; ) {
      const page = await ask.query({ order, limit: 6, cursor });
      rest.push(...(page.instances ?? []).map(({ id }) => id));
      cursor = page.nextCursor;
    }
    const expected = all.map(({ piid }) => piid).filter((id) => !given.includes(id) && !gone.includes(id));
    expect([...rest].sort()).toEqual(expected.sort());
    expect(rest).toHaveLength(13);
  });
});

describe("an instance that is not there yet", () => {
  it("is found when it appears while it is waited for, with all that belongs to it", async () => {
    const { ask, serve } = await startManager(records);
    let looks = 0;
    serve(
      only(new RegExp(`/process/${own.piid}$`), () => {
        looks += 1;
        return looks < 3 ? problem(404, "CWWBA0015E") : undefined;
      }),
    );
    const answer = await ask.get({ id: own.piid, waitUpToMs: 5_000 });
    expect(answer).toMatchObject({ instance: { id: own.piid }, waitingAt: [{ element: { elementId: "ship" } }] });
    expect(looks).toBe(4);
  });

  it("is not found when the time is over", async () => {
    const { ask } = await startManager(records);
    const began = performance.now();
    expect(await refusalOf(ask.get({ id: piidOf(77), waitUpToMs: 700 }))).toMatchObject({ kind: "notFound" });
    expect(performance.now() - began).toBeGreaterThanOrEqual(690);
  });

  it("what is hidden is not waited for", async () => {
    const { ask, asked, serve } = await startManager(records);
    serve(only(new RegExp(`/process/${own.piid}$`), () => problem(401, "CWWBE0133E")));
    const refusal = await refusalOf(ask.get({ id: own.piid, waitUpToMs: 5_000 }));
    expect(refusal).toMatchObject({ kind: "notFound", message: expect.stringContaining("rights") });
    expect(asked).toHaveLength(1);
  });

  it("time for the answer is left, however long it is to be waited", async () => {
    const { ask } = await startManager(records, { timeoutMs: 2_600 });
    const began = performance.now();
    expect((await refusalOf(ask.get({ id: piidOf(77), waitUpToMs: 10_000 }))).kind).toBe("notFound");
    expect(performance.now() - began).toBeLessThan(2_500);
  });
});

describe("links", () => {
  const settings = { engine: "bpel", auth: { type: "none" }, timeoutMs: 1_000, userAgent: "x" } as const;
  const idOf = (link: string, url: string, web?: string) =>
    createBpel({ ...settings, url, ...(web === undefined ? {} : { web }) }).idOfLink(link);
  const url = "https://bpm.example.com:9443/rest/bpm/bfm/v1";
  const host = "https://bpm.example.com:9443";
  const id = piidOf(1);
  const escaped = encodeURIComponent(id);

  it.for([
    [`${host}/bpc?piid=${id}`, id],
    [`${host}/bpc?piid=${escaped}`, id],
    [`${host}/bpc/?piid=${escaped}`, id],
    [`${host}/bpc?view=graphic&piid=${escaped}`, id],
    [`${host}/bpc?piid=${escaped}&view=graphic#top`, id],
    [`  ${host}/bpc?a=1&b=2&piid=${id}\n`, id],
    [`${host}/bpc?tkiid=_TKI:a01b.1`, undefined],
    [`${host}/bpc?xpiid=${id}`, undefined],
    [`${host}/bpc`, undefined],
    [`${host}/other?piid=${id}`, undefined],
    [`https://other.example.com/bpc?piid=${id}`, undefined],
    [`http://bpm.example.com:9443/bpc?piid=${id}`, undefined],
    [`https://bpm.example.com/bpc?piid=${id}`, undefined],
    [`${host}.evil.example/bpc?piid=${id}`, undefined],
    [`${host}@evil.example/bpc?piid=${id}`, undefined],
    ["no link", undefined],
    [id, undefined],
  ])("of Explorer: %s names %s", async ([link = "", expected]) => {
    expect(await idOf(link, url)).toBe(expected);
  });

  it.for([
    [`https://portal.example.com/p/${escaped}/view`, "https://portal.example.com/p/{id}/view", id],
    [`https://portal.example.com/?a=1&id=${escaped}`, "https://portal.example.com/?a=1&id={id}", id],
    [`${host}/bpc?piid=${id}`, "https://portal.example.com/p/{id}/view", undefined],
    [`https://portal.example.com/x/${escaped}`, "https://portal.example.com/p/{id}/view", undefined],
  ] as const)("of an own template: %s by %s", async ([link, web, expected]) => {
    expect(await idOf(link, url, web)).toBe(expected);
  });

  it("that an answer gives lead to the instance again, and those of others are named as such", async () => {
    const { engine, url: address } = await startManager(records);
    const explorer = createBpel({ ...settings, url: address, timeoutMs: 10_000 });
    const ask = asking({ engine: explorer, now: () => now });
    const { instance } = await ask.get({ id: own.piid });
    expect(instance.url).toBe(`${address}/bpc?piid=${encodeURIComponent(own.piid)}`);
    expect((await ask.get({ id: `${address}/bpc?lang=de&piid=${own.piid}` })).instance.id).toBe(own.piid);
    const task = await refusalOf(ask.get({ id: `${address}/bpc?piid=${aiidOf(1)}` }));
    expect(task.message).toContain("an activity");
    const foreign = await refusalOf(ask.get({ id: `https://elsewhere.example/bpc?piid=${own.piid}` }));
    expect(foreign).toMatchObject({ kind: "invalidInput" });
    await explorer.close();
    expect(engine.mayHold(own.piid)).toBe(true);
  });
});
