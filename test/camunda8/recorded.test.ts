/** What the adapter makes of a real cluster of 8.6.0, asked through Operate's API v1. */
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Asking, allRows, refusalOf } from "../contract/subject.ts";
import { lossless } from "../sandbox/operate-recordings.ts";
import { operatePage } from "./operate-tables.ts";
import { loadTape, replayOf } from "./replay.ts";
import { isRow, startCluster } from "./stub.ts";

const found = loadTape();
const absent = "no recordings beside this repository (../shared)";
const golden = join(import.meta.dirname, "..", "golden", "camunda8", "operate");
const options = { web: "https://operate.example.com/processes/{id}" };

type Ask = (ask: Asking) => Promise<unknown>;
const get =
  (id: string, ...include: ("variables" | "incidentsResolved")[]): Ask =>
  (ask) =>
    ask.get({ id, include });
const history =
  (id: string): Ask =>
  (ask) =>
    ask.history({ id });

const questions: Readonly<Record<string, Ask>> = {
  "get-active": get("2251799813685276"),
  "get-completed": get("4503599627370508", "variables", "incidentsResolved"),
  "get-canceled": get("9007199254741007"),
  "get-incident": get("2251799813685301"),
  "get-incident-key-above-2-53": get("9007199254741031"),
  "get-incident-of-grandchild": get("2251799813685360"),
  "get-grandchild-with-incident": get("2251799813685371"),
  "get-incident-resolved": get("9007199254741046", "incidentsResolved"),
  "get-incident-canceled": get("6755399441055788", "incidentsResolved"),
  "get-gateway-incident": get("6755399441055810"),
  "get-call-activity": get("6755399441055816"),
  "get-multi-instance": get("6755399441055833", "variables"),
  "get-sub-process": get("2251799813685330"),
  "get-message": get("9007199254741058"),
  "get-user-task": get("2251799813685377"),
  "get-version-tag": get("6755399441055884"),
  "get-special-values": get("9007199254741114", "variables"),
  "query-active": (ask) => ask.query({ state: "active", limit: 5 }),
  "query-terminated": (ask) => ask.query({ state: "terminated" }),
  "query-active-and-terminated": (ask) => ask.query({ state: ["active", "terminated"], limit: 7, order: "oldest" }),
  "query-incident": (ask) => ask.query({ hasIncident: true, limit: 5 }),
  "query-attention": (ask) => ask.query({ attention: ["incident"], definitionKey: "order-process" }),
  "query-version": (ask) => ask.query({ definitionKey: "order-process", definitionVersion: 2 }),
  "query-parent": (ask) => ask.query({ parentId: "2251799813685366" }),
  "query-variable": (ask) => ask.query({ variables: [{ name: "orderId", operator: "eq", value: "A-1006" }] }),
  "query-window": (ask) =>
    ask.query({ state: "active", startedAfter: "2026-11-22T15:14:58.528Z", startedBefore: "2026-11-22T15:15:02.303Z" }),
  "count-incidents": (ask) => ask.query({ mode: "count", hasIncident: true }),
  "history-completed": history("4503599627370508"),
  "history-canceled": history("9007199254741007"),
  "history-incident": history("2251799813685301"),
  "history-boundary-timer": history("4503599627370572"),
  "history-error-boundary": history("6755399441055866"),
  "history-message": history("2251799813685347"),
  "history-multi-instance": history("6755399441055833"),
  "history-call-activity": history("6755399441055816"),
};

describe("recorded answers of Operate 8.6.0", () => {
  if (!found) return it("are replayed", (ctx) => ctx.skip(absent));
  const tape = found;

  async function ask() {
    const replay = replayOf(tape);
    const { ask, engine } = await startCluster(replay.serving, options);
    return { ask, engine, replay };
  }

  it.for(Object.entries(questions))("%s", async ([name, question]) => {
    const { ask: asking, replay } = await ask();
    const answer = await question(asking);
    expect(replay.unanswered.join("\n"), "requests without a recording").toBe("");
    await expect(`${JSON.stringify(answer, null, 2)}\n`).toMatchFileSnapshot(join(golden, `${name}.json`));
  });

  it("a walk by pages meets every instance of a definition once, newest first", async () => {
    const { ask: asking } = await ask();
    const walked = tape.whole.find(({ name }) => name === "the walk")?.rows ?? [];
    for (const limit of [1, 4, 6, 19, 50]) {
      const rows = await allRows(asking, { definitionKey: "order-process", limit });
      expect(rows.map(({ id }) => id)).toEqual(walked.map(({ key }) => String(key)));
    }
  });

  it("every recorded instance is told with its very key, state and mark", async () => {
    const words: Readonly<Record<string, string>> = {
      ACTIVE: "active",
      COMPLETED: "completed",
      CANCELED: "terminated",
    };
    const all = tape.rows("process-instances").filter((row) => row["state"] !== "COMPLETED");
    expect(all.length).toBe(37);
    for (const row of all) {
      const { ask: asking, replay } = await ask();
      const { instance } = await asking.get({ id: String(row["key"]) }).catch((error: unknown) => {
        throw new Error(`${row["key"]} ${replay.unanswered.join("\n")}`, { cause: error });
      });
      expect(instance).toMatchObject({
        id: String(row["key"]),
        state: words[String(row["state"])],
        engineState: row["state"],
        hasIncident: row["incident"],
        parentId: "parentKey" in row ? String(row["parentKey"]) : null,
      });
    }
  });

  it.for([
    ["process-instance-get-not-found", "4711", "notFound"],
    ["process-instance-get-definition-key", "2251799813685256", "notFound"],
  ])("%s: there is none", async ([name = "", id = "", kind]) => {
    const { ask: asking } = await ask();
    expect(tape.recordings.find((one) => one.name === name)?.request.path).toMatch(new RegExp(`/${id}$`));
    expect((await refusalOf(asking.get({ id }))).kind).toBe(kind);
    expect((await refusalOf(asking.history({ id }))).kind).toBe(kind);
  });

  it("the pages that the replay cuts are those that were recorded", () => {
    const pages = tape.recordings.filter(({ name }) => /^process-instances-search-page-\d$/.test(name));
    const walked = tape.whole.find(({ name }) => name === "the walk")?.rows ?? [];
    expect(pages).toHaveLength(5);
    for (const { request, response } of pages) {
      const body = lossless(request.body ?? "{}");
      const recorded = lossless(response.body);
      const size = isRow(body) ? Number(body["size"]) : 0;
      const { json } = operatePage(walked, { ...(isRow(body) ? body : {}), size });
      expect(json).toEqual({ ...(isRow(recorded) ? recorded : {}), total: walked.length });
    }
  });

  it("only what Operate 8.6.0 is known to take is sent: no date, no list, no size above 1,000", async () => {
    const replay = replayOf(tape);
    const { ask: asking, asked } = await startCluster(replay.serving, options);
    for (const question of Object.values(questions)) await question(asking);
    for (const { body, method, path } of asked) {
      if (method === "GET") continue;
      const { filter, size } = body;
      expect(
        Object.keys(isRow(filter) ? filter : {}).filter((name) => /Date|Time/.test(name)),
        path,
      ).toEqual([]);
      expect(Object.values(isRow(filter) ? filter : {}).filter((value) => typeof value === "object")).toEqual([]);
      expect(Number(size)).toBeGreaterThan(0);
      expect(Number(size)).toBeLessThanOrEqual(1_000);
    }
  });
});
