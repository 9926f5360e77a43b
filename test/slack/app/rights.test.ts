/** Who sees what: a person by all of his names, a channel by its own. */
import { afterAll, beforeAll, expect, it } from "vitest";
import type { SeenMessage } from "../../../src/sandbox/slack/messages.ts";
import { type Person, personIn } from "./person.ts";
import { allIn, tableIn } from "./shown.ts";
import { type SlackWorld, startSlackWorld } from "./world.ts";

/** The operators' group sees all but in #random, where payments are shown without their keys; #general sees invoices. */
const rules = [
  { callers: ["slack:C0002"], definitionKeys: ["payment-collection"], businessKeys: "masked" as const },
  { callers: ["slack:S0001"], variables: { show: ["*"] } },
  { callers: ["slack:C0001"], definitionKeys: ["invoice-approval"], incidentMessages: "none" as const },
];
const [ada, ben] = ["U0001", "U0002"];

let world: SlackWorld;
let person: Person;
beforeAll(async () => {
  world = await startSlackWorld({ access: { rules }, groups: ["S0001"] });
  person = personIn(world.double);
});
afterAll(() => world.close());

const stuck = () => world.sandbox.instances["payment-failed-external-task"] ?? "";
const lastAudited = () => world.audited.at(-1);

/** The message as it is once it was edited. */
async function current({ ts }: SeenMessage): Promise<SeenMessage> {
  const edited = (message: SeenMessage) => message.ts === ts && message.edited;
  const seen = await world.double.until({}, (messages) => messages.some(edited));
  return seen.filter(edited)[0] ?? shared;
}

it("a person sees with his groups what the channel does not", async () => {
  const card = await person.only(stuck());
  expect(allIn(card)).toContain("PAY-3");
  expect(allIn(card)).toContain("Variables");
  expect((await person.only(stuck(), { user: ben })).text).toContain("No instance");
});

it("nothing is shown to a channel that is not for it", async () => {
  const before = world.double.seen({ user: ben }).length;
  const refused = await person.clicked(await person.only(stuck()), "Share");
  expect(refused).toMatchObject({ ephemeralTo: ada, text: expect.stringContaining("Not shared") });
  expect(world.double.seen({ user: ben })).toHaveLength(before);
  await expect.poll(lastAudited).toMatchObject({ via: "share", visible: false, shown: [] });
});

let shared: SeenMessage;
it("what is shared is what the channel may see of it", async () => {
  const own = await person.only("stuck");
  expect(tableIn(own)).toContain("payment-collection");
  shared = await person.clicked(own, "Share");
  expect(shared.ephemeralTo).toBeUndefined();
  expect(tableIn(shared)).toContain("invoice-approval");
  expect(allIn(shared)).not.toContain("payment-collection");
  await expect.poll(lastAudited).toMatchObject({ via: "share", visible: true });
});

it("refreshed by whomever, it keeps the rights of the channel", async () => {
  for (const user of [ada, ben]) {
    expect(await world.double.click({ message: shared, actionId: "Refresh", user })).toMatchObject({
      acknowledged: true,
    });
    await expect.poll(lastAudited).toMatchObject({ who: { user }, via: "button", visible: true });
    const refreshed = await current(shared);
    expect(refreshed.ephemeralTo).toBeUndefined();
    expect(tableIn(refreshed)).toContain("invoice-approval");
    expect(allIn(refreshed)).not.toContain("payment-collection");
  }
});

it("what is asked on from it is for whoever clicks, with his own rights", async () => {
  const [forAda, forBen] = [
    await person.clicked(shared, "lookout:open", { user: ada }),
    await person.clicked(shared, "lookout:open", { user: ben }),
  ];
  expect([forAda.ephemeralTo, forBen.ephemeralTo]).toEqual([ada, ben]);
  expect(allIn(forAda)).toContain("ledgerClient");
  expect(allIn(forBen)).not.toContain("ledgerClient");
  expect(allIn(forAda)).toContain("Variables");
  expect(allIn(forBen)).not.toContain("Variables");
});

it("a channel that shows no keys is not searched by them, whoever asks", async () => {
  const list = await person.only("stuck", { channel: "C0002" });
  expect(tableIn(list)).toContain("PA•••");
  expect(allIn(list)).not.toContain("PAY-3");
  expect(allIn(list)).not.toContain("invoice-approval");
  await expect.poll(lastAudited).toMatchObject({ masked: ["businessKeys"], visible: false });
  const refused = await person.only("query key=PAY-3", { channel: "C0002" });
  expect(refused.text).toContain("does not allow the filter businessKey");
});

it("a guest who clicks what is shown to all is refused", async () => {
  const refused = await person.clicked(shared, "lookout:open", { user: "U0003" });
  expect(refused.ephemeralTo).toBe("U0003");
  expect(allIn(refused)).not.toContain("INV");
  await expect.poll(lastAudited).toMatchObject({ who: { user: "U0003" }, outcome: "refused", because: "guest" });
});

it("a button that this lookout does not know is explained", async () => {
  const blocks = [
    {
      type: "actions",
      elements: [
        {
          type: "button",
          action_id: "lookout:anew:old",
          text: { type: "plain_text", text: "Old" },
          value: '{"ask":"x"}',
        },
      ],
    },
  ];
  await fetch(`${world.double.apiUrl}chat.postMessage`, {
    method: "POST",
    headers: { authorization: `Bearer ${world.double.tokens.bot}`, "content-type": "application/json" },
    body: JSON.stringify({ channel: "C0001", text: "of last year", blocks }),
  });
  const old = world.double.seen({}).find(({ text }) => text === "of last year");
  if (!old) throw new Error("not posted");
  expect((await person.clicked(old, "Old")).text).toContain("another version");
});

it("nothing was refused by Slack, and the log is quiet", () => {
  expect(world.double.refusals).toEqual([]);
  expect(world.told.filter(({ level }) => level !== "info")).toEqual([]);
});

it("what Slack does not confirm is shown once, and whoever shared it is told", async () => {
  const own = await person.only("stuck");
  const before = world.double.seen({}).length;
  world.double.faults.next("response_url", { kind: "dropped", when: "after" });
  await world.double.click({ message: own, actionId: "Share" });
  const seen = await world.double.until({}, (messages) => messages.length >= before + 2);
  const [forAll, told, ...others] = seen.slice(before);
  expect(forAll?.ephemeralTo).toBeUndefined();
  expect(told).toMatchObject({ ephemeralTo: ada, text: expect.stringContaining("did not confirm") });
  expect(others).toEqual([]);
});
