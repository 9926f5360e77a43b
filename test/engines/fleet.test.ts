import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { describe as describeError } from "../../src/core/describe.ts";
import type { Engine } from "../../src/core/engine.ts";
import { LookoutError } from "../../src/core/errors.ts";
import type { InputOf } from "../../src/core/tool.ts";
import { createCamunda7 } from "../../src/engines/camunda7/engine.ts";
import type { tools } from "../../tools/index.ts";
import { asking, inOrder, keyOf, type Member, pagesOf, rowsOf, startMember } from "../fleet/members.ts";
import { ownEngines } from "./under-test.ts";

const parcels = 120;
const connect = (engine: string, url: string) =>
  createCamunda7({ engine, url, timeoutMs: 15_000, userAgent: "lookout-test", auth: { type: "none" } });

describe.runIf(ownEngines)(
  "a real Camunda 7.24 beside sandboxes of Camunda 7 and 8, and an engine that is down",
  () => {
    const open = ownEngines?.open ?? { url: "http://127.0.0.1:9", scenarios: {} };
    let sandboxes: Member[];
    let engines: Engine[];
    let fleet: ReturnType<typeof asking>;
    let mostly: ReturnType<typeof asking>;
    beforeAll(async () => {
      const now = Date.now();
      sandboxes = await Promise.all([
        startMember("cluster", "c8", parcels, undefined, now),
        startMember("sandbox", "c7", parcels, undefined, now),
      ]);
      // Nothing listens on the discard port.
      const up = [connect("real", open.url), ...sandboxes.map(({ engine }) => engine)];
      engines = [connect("dead", "http://127.0.0.1:9/engine-rest"), ...up];
      fleet = asking(up, { now: new Date(now) });
      mostly = asking(engines, { now: new Date(now) });
    });
    afterAll(async () => {
      await Promise.all(engines.map((engine) => engine.close()));
      await Promise.all(sandboxes.map((member) => member.close()));
    });
    const scenario = "payment-failed-external-task";
    const refusalOf = (asked: Promise<unknown>) =>
      asked.then(
        () => undefined,
        (error: unknown) => (error instanceof LookoutError ? { fault: error.fault, ...describeError(error) } : error),
      );

    it.each<["newest" | "oldest", InputOf<typeof tools.query>, number]>([
      ["newest", { definitionKey: "parcel-tracking" }, 37],
      ["oldest", { definitionKey: "parcel-tracking" }, 100],
      ["oldest", { definitionKey: ["order-fulfilment", "invoice-approval"], hasIncident: true }, 3],
    ])("%s, %j, %i a page: one cursor gives what each has alone, once, in one order", async (order, filters, limit) => {
      const rows = rowsOf(await pagesOf(fleet, { ...filters, order, limit }));
      const alone = await Promise.all(
        ["real", "cluster", "sandbox"].map(async (engine) =>
          rowsOf(await pagesOf(fleet, { ...filters, order, limit: 100, engine })),
        ),
      );
      for (const own of alone) expect(own.length).toBeGreaterThan(1);
      expect(rows.map(keyOf)).toEqual(inOrder(alone.flat(), order).map(keyOf));
    });

    it("gives the same with an engine that is down, and says so on every page", async () => {
      const question = { definitionKey: "parcel-tracking", limit: 100 };
      const pages = await pagesOf(mostly, question);
      expect(rowsOf(pages).map(keyOf)).toEqual(rowsOf(await pagesOf(fleet, question)).map(keyOf));
      expect(rowsOf(pages)).toHaveLength(300 + 2 * parcels);
      for (const { engines: reports } of pages) {
        expect(reports.map(({ engine, status }) => `${engine} ${status}`)).toEqual([
          "dead failed",
          "real ok",
          "cluster ok",
          "sandbox ok",
        ]);
        expect(reports[0]?.error?.kind).toBe("unreachable");
      }
    });

    it("looks for a business key everywhere", async () => {
      const { instances, engines: reports } = await mostly.query({ businessKey: "ORDER-1002" });
      expect(instances?.map(({ engine, businessKey }) => `${engine} ${businessKey}`).sort()).toEqual([
        "cluster ORDER-1002",
        "real ORDER-1002",
        "sandbox ORDER-1002",
      ]);
      expect(reports.map(({ status, total }) => `${status} ${total}`)).toEqual([
        "failed undefined",
        "ok 1",
        "ok 1",
        "ok 1",
      ]);
    });

    it("counts in each", async () => {
      const { engines: reports, counts } = await mostly.query({ mode: "count", definitionKey: "parcel-tracking" });
      expect(reports.map(({ total }) => total)).toEqual([undefined, 300, parcels, parcels]);
      expect(new Set(counts?.incidents.map(({ engine }) => engine))).toEqual(new Set(["real", "cluster", "sandbox"]));
    });

    it("finds whose instance it is by its id or its link", async () => {
      const real = open.scenarios[scenario] ?? "";
      const [cluster, sandbox] = sandboxes.map((member) => member.sandbox.instances[scenario] ?? "");
      for (const [id, engine] of [
        [real, "real"],
        [cluster, "cluster"],
        [sandbox, "sandbox"],
      ] as const) {
        const { instance } = await fleet.get({ id: id ?? "" });
        expect(instance).toMatchObject({ engine, id });
        expect((await fleet.get({ id: instance.url ?? "" })).instance).toMatchObject({ engine, id });
        expect((await fleet.history({ id: id ?? "", limit: 2 })).instance).toMatchObject({ engine, id });
      }
      // An engine of the same kind is down: what the others have is given, what they have not is not called absent.
      expect((await mostly.get({ id: real })).instance.engine).toBe("real");
      expect(await refusalOf(mostly.get({ id: "00000000-e689-11f1-8a30-02fc00000001" }))).toMatchObject({
        fault: "instanceNotChecked",
        message: expect.stringMatching(/in real or sandbox; dead could not be asked/),
      });
      expect(await refusalOf(fleet.get({ id: "00000000-e689-11f1-8a30-02fc00000001" }))).toMatchObject({
        fault: "instanceNowhere",
      });
    });

    it("goes on with the history of the engine that has the instance", async () => {
      const id = open.scenarios[scenario] ?? "";
      const events: string[] = [];
      for (let cursor: string | undefined; ; ) {
        const page = await mostly.history({ id, limit: 2, ...(cursor === undefined ? {} : { cursor }) });
        events.push(...page.events.map((event) => `${event.kind} ${event.id}`));
        cursor = page.nextCursor;
        if (cursor === undefined) break;
      }
      const whole = await mostly.history({ id, engine: "real", limit: 200 });
      expect(events.length).toBeGreaterThan(3);
      expect(events).toEqual(whole.events.map((event) => `${event.kind} ${event.id}`));
    });
  },
);
