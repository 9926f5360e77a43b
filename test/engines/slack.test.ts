/** A real Camunda 7.24 answers a workspace: the program as it is installed stands between the engine and a Slack double. */
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import * as z from "zod";
import type { SeenMessage } from "../../src/sandbox/slack/messages.ts";
import { type SlackProgram, startSlackProgram } from "../main/slack-program.ts";
import { type Person, personIn } from "../slack/app/person.ts";
import { allIn, idsIn, tableIn } from "../slack/app/shown.ts";
import { restClient } from "./camunda7/client.ts";
import { builtProgram } from "./program.ts";
import { ownEngines } from "./under-test.ts";

const open = ownEngines?.open ?? { url: "", scenarios: {} };
const engine = restClient(open.url);
const idOf = (scenario: string) => open.scenarios[scenario] ?? "";
const stuck = () => idOf("payment-failed-external-task");

/** How pino numbers a line that is no warning. */
const info = 30;

const payments = "C0007";
const everybody = { callers: ["slack:T0001"] };
const paymentsAlone = {
  callers: [`slack:${payments}`],
  definitionKeys: ["payment-collection"],
  businessKeys: "masked",
  incidentMessages: "firstLine",
};
const config = {
  engines: [{ id: "c7-real", kind: "camunda7", url: open.url }],
  access: { rules: [paymentsAlone, everybody] },
  slack: { incidentChannels: ["C0004"] },
};

const instanceRow = z.object({
  id: z.string(),
  state: z.string(),
  startTime: z.string(),
  processDefinitionKey: z.string(),
});
const incidentRow = z.object({ id: z.string(), processInstanceId: z.string(), rootCauseIncidentId: z.string() });

/** What the engine itself says. */
const said = {
  instance: async (id: string) => instanceRow.parse(await engine.get(`/history/process-instance/${id}`)),
  incidents: async () => z.array(incidentRow).parse(await engine.get("/incident")),
  parcels: async () =>
    z.array(instanceRow).parse(await engine.get("/history/process-instance?processDefinitionKey=parcel-tracking")),
  steps: async (id: string) =>
    z
      .array(z.object({ activityName: z.string().nullable() }))
      .parse(await engine.get(`/history/activity-instance?processInstanceId=${id}`))
      .flatMap(({ activityName }) => activityName ?? []),
};

/** The engine's words for a state, and ours. */
const states = {
  "invoice-completed": ["COMPLETED", "completed"],
  "invoice-cancelled-with-reason": ["EXTERNALLY_TERMINATED", "was terminated"],
  "invoice-suspended": ["SUSPENDED", "is suspended at Approve invoice"],
  "payment-waiting-message": ["ACTIVE", "waits at Await bank confirmation"],
  "payment-failed-external-task": ["ACTIVE", "is stuck at Capture funds"],
} as const;

const program = ownEngines ? await builtProgram() : undefined;
const start = (mode: "socket" | "http") =>
  startSlackProgram({
    mode,
    config,
    program,
    double: { channels: { [payments]: { name: "payments", isMember: true } } },
  });

describe.runIf(ownEngines).each(["socket", "http"] as const)("a real Camunda 7.24 in Slack, over %s", (mode) => {
  let slack: SlackProgram;
  let person: Person;
  beforeAll(async () => {
    slack = await start(mode);
    person = personIn(slack.double);
  });
  afterAll(() => slack?.close());

  /** Every page of a list, the first one included. */
  async function pagesFrom(first: SeenMessage): Promise<readonly SeenMessage[]> {
    const pages = [first];
    for (let page = first; allIn(page).includes("Next page ›"); ) {
      page = await person.turned(page, "Next page ›");
      pages.push(page);
    }
    return pages;
  }

  it("helps", async () => {
    expect(await person.only("help")).toMatchObject({
      ephemeralTo: "U0001",
      text: expect.stringContaining("See where"),
    });
  });

  it.each(Object.entries(states))("%s, by its id", async (scenario, [state, words]) => {
    const id = idOf(scenario);
    expect((await said.instance(id)).state).toBe(state);
    const card = await person.only(id);
    expect(card.text).toContain(words);
    expect(allIn(card)).toContain(id);
  });

  it("an instance by its business key, and by the link that its card has to Cockpit", async () => {
    const card = await person.only("PAY-3");
    const link = `${new URL(open.url).origin}/camunda/app/cockpit/default/#/process-instance/${stuck()}/runtime`;
    expect(allIn(card)).toContain(`"url":"${link}"`);
    expect(allIn(card)).toContain("Payment provider did not answer: Read timed out");
    for (const typed of [link, link.replace("/runtime", "/history")]) {
      expect((await person.only(typed)).text).toContain("PAY-3 is stuck");
    }
  });

  it("a business key that two have, and one that nobody has", async () => {
    const pair = [idOf("invoice-same-key-a"), idOf("invoice-same-key-b")];
    expect(idsIn(tableIn(await person.only("INV-2026-011"))).toSorted()).toEqual(pair.toSorted());
    expect((await person.only("INV-0000-000")).text).toContain("No instance");
  });

  it("all that is stuck, oldest first, page by page and back", async () => {
    const pages = await pagesFrom(await person.only("stuck"));
    const ids = pages.map((page) => idsIn(tableIn(page)));
    const incidents = await said.incidents();
    expect(ids.flat().toSorted()).toEqual([...new Set(incidents.map((one) => one.processInstanceId))].toSorted());
    const starts = await Promise.all(ids.flat().map(async (id) => (await said.instance(id)).startTime));
    expect(starts).toEqual(starts.toSorted());
    const [first] = pages;
    const last = pages.at(-1);
    if (!first || !last) throw new Error("no page");
    expect(tableIn(await person.turned(last, "« First page"))).toBe(tableIn(first));
  });

  it("the numbers of the faults", async () => {
    const incidents = await said.incidents();
    const causes = incidents.filter(({ id, rootCauseIncidentId }) => id === rootCauseIncidentId).length;
    const instances = new Set(incidents.map(({ processInstanceId }) => processInstanceId)).size;
    const { text } = await person.only("count stuck");
    expect(text).toMatch(new RegExp(`^🔴 ${causes} open faults in \\d+ kinds, .* · ${instances} instances$`));
  });

  it("parcels, newest first, from page to page", async () => {
    const parcels = await said.parcels();
    const first = await person.only("query parcel-tracking limit=50");
    const ids = (await pagesFrom(first)).flatMap((page) => idsIn(tableIn(page)));
    expect(ids).toHaveLength(300);
    expect(new Set(ids)).toEqual(new Set(parcels.map(({ id }) => id)));
  });

  it("what happened, by id and by business key", async () => {
    const steps = await said.steps(stuck());
    for (const key of [stuck(), "PAY-3"]) {
      const history = allIn(await person.only(`history ${key}`));
      for (const step of steps) expect(history).toContain(step);
      expect(history).toContain("Attempt failed");
    }
    const pages = await pagesFrom(await person.only(`history ${idOf("invoice-completed")} limit=3`));
    expect(pages.length).toBeGreaterThan(1);
    for (const step of await said.steps(idOf("invoice-completed"))) expect(pages.map(allIn).join()).toContain(step);
  });

  it("opens a row, goes on from there, and shares it", async () => {
    const list = await person.only("stuck payment-collection");
    const card = await person.clicked(list, "lookout:open", { value: JSON.stringify(["c7-real", stuck()]) });
    expect(card).toMatchObject({ ephemeralTo: "U0001", text: expect.stringContaining("PAY-3 is stuck") });
    expect(allIn(await person.clicked(card, "History"))).toContain("Payment due");
    expect(idsIn(tableIn(await person.clicked(card, "Others like it")))).toContain(stuck());
    const shared = await person.clicked(card, "Share");
    expect(shared.ephemeralTo).toBeUndefined();
    expect(allIn(shared)).toContain("shared by ada");
    expect(slack.double.seen({ user: "U0002" }).map(({ ts }) => ts)).toContain(shared.ts);
  });

  it("answers an incident channel in a thread", async () => {
    const [head, answer] = await person.asked("stuck payment-collection", { channel: "C0004" }, 2);
    expect(head?.ephemeralTo).toBeUndefined();
    expect(answer).toMatchObject({ threadTs: head?.ts, by: "bot" });
    expect(answer && idsIn(tableIn(answer))).toContain(stuck());
  });

  it("shows a channel what its rule lets it see: one process, keys masked, the first line of messages", async () => {
    const by = { channel: payments };
    const list = await person.only("stuck", by);
    const ids = idsIn(tableIn(list));
    expect(ids.length).toBeGreaterThan(1);
    const keys = await Promise.all(ids.map(async (id) => (await said.instance(id)).processDefinitionKey));
    expect(new Set(keys)).toEqual(new Set(["payment-collection"]));
    const card = await person.clicked(list, "lookout:open", {
      value: JSON.stringify(["c7-real", idOf("payment-failed-hostile-text")]),
    });
    const shared = await person.clicked(card, "Share");
    for (const shown of [list, card, shared]) expect(allIn(shown)).not.toMatch(/PAY-\d|second line/);
    expect(allIn(card)).toContain("*boom*");
    expect((await person.only(idOf("invoice-failed-job"), by)).text).toContain("Not known");
    const direct = await person.only(`get ${idOf("invoice-failed-job")}`, by);
    expect(allIn(direct)).not.toContain("INV-2026-005");
  });

  it("shows hostile texts as they are", async () => {
    expect(allIn(await person.only(idOf("payment-failed-hostile-text")))).toContain("<!channel> *boom*");
  });

  it("refuses guests", async () => {
    const { text } = await person.only("PAY-3", { user: "U0003" });
    expect(text).toContain("Guests of this workspace are not answered.");
  });

  it("ends at a signal, with nothing refused by Slack and every question on record", async () => {
    slack.running.kill("SIGTERM");
    expect((await slack.running.ended).code).toBe(0);
    await vi.waitFor(() => expect(slack.double.sockets).toBe(0), 10_000);
    expect(slack.double.refusals).toEqual([]);
    expect(slack.logged().filter((line) => z.object({ level: z.number() }).parse(line).level > info)).toEqual([]);
    const audited = slack.audited().map((line) => z.looseObject({ outcome: z.string() }).parse(line));
    expect(new Set(audited.map(({ outcome }) => outcome))).toEqual(new Set(["answered", "none", "refused"]));
    expect(JSON.stringify(audited)).not.toMatch(/PAY-3|Read timed out/);
  });
});

describe.runIf(ownEngines)("a token that is revoked", () => {
  it.each(["SLACK_APP_TOKEN", "SLACK_BOT_TOKEN"] as const)(
    "%s ends it with exit code 3 and the reason",
    async (name) => {
      const slack = await start("socket");
      try {
        const { faults } = slack.double;
        faults.refuseToken(name === "SLACK_APP_TOKEN" ? "app" : "bot");
        if (name === "SLACK_APP_TOKEN") faults.disconnect("refresh_requested", { sockets: "all" });
        else await personIn(slack.double).only("PAY-3");
        const { code, err } = await slack.running.ended;
        expect({ code, err }).toEqual({
          code: 3,
          err: expect.stringMatching(
            new RegExp(`\\nlookout: Slack refuses ${name} \\(token_revoked\\)\\.\\n {2}next: .*\\n$`),
          ),
        });
      } finally {
        await slack.close();
      }
    },
  );
});
