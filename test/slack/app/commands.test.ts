/** What a person gets who types and clicks, over Socket Mode and over HTTP. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Person, personIn } from "./person.ts";
import { idsIn, tableIn } from "./shown.ts";
import { type SlackWorld, startSlackWorld } from "./world.ts";

describe.each(["socket", "http"] as const)("over %s", (mode) => {
  let world: SlackWorld;
  let person: Person;
  beforeAll(async () => {
    world = await startSlackWorld({ mode, section: { incidentChannels: ["C0004"] } });
    person = personIn(world.double);
  });
  afterAll(() => world.close());

  const stuck = () => world.sandbox.instances["payment-failed-external-task"] ?? "";

  it("help", async () => {
    expect(await person.only("")).toMatchObject({ ephemeralTo: "U0001", text: expect.stringContaining("See where") });
  });

  it("an id", async () => {
    const message = await person.only(stuck());
    expect(message.ephemeralTo).toBe("U0001");
    expect(message.text).toContain("stuck");
    expect(JSON.stringify(message.blocks)).toContain(stuck());
  });

  it("a business key", async () => {
    const message = await person.only("PAY-3");
    expect(message.text).toContain("PAY-3");
  });

  it("what is stuck, one of it opened, its history, shared", async () => {
    const list = await person.only("stuck");
    expect(list.blocks?.some((block) => JSON.stringify(block).includes('"table"'))).toBe(true);
    const card = await person.clicked(list, "lookout:open");
    expect(card.ephemeralTo).toBe("U0001");
    expect((await person.clicked(card, "History")).ephemeralTo).toBe("U0001");
    const shared = await person.clicked(card, "Share");
    expect(shared.ephemeralTo).toBeUndefined();
    expect(JSON.stringify(shared.blocks)).toContain("shared by ada");
  });

  it("counts", async () => {
    expect((await person.only("count stuck")).text).toMatch(/fault/);
  });

  it("the next page in the place of the first", async () => {
    const list = await person.only("query limit=3");
    const second = await person.turned(list, "Next page ›");
    expect(second).toMatchObject({ ts: list.ts, edited: true });
    const ids = idsIn(tableIn(list));
    expect(ids).toHaveLength(3);
    expect(new Set([...ids, ...idsIn(tableIn(second))]).size).toBe(6);
    expect(idsIn(tableIn(await person.turned(second, "« First page")))).toEqual(ids);
  });

  it("in an incident channel everybody sees the answer, in a thread", async () => {
    const [head, answer] = await person.asked("stuck", { channel: "C0004" }, 2);
    expect(head).toMatchObject({ by: "bot" });
    expect(head?.ephemeralTo).toBeUndefined();
    expect(answer?.threadTs).toBe(head?.ts);
  });

  it.each([
    ["qurey order", "did you mean"],
    ['find "PAY', "quot"],
    ["query limit=many", "limit"],
  ])("%s is explained", async (text, said) => {
    expect((await person.only(text)).text.toLowerCase()).toContain(said);
  });

  it("a text that is too long", async () => {
    expect((await person.only("x".repeat(3_100))).text).toContain("too long");
  });

  it("refuses guests, people of elsewhere, shared channels", async () => {
    for (const by of [
      { user: "U0003" },
      { user: "U0004" },
      { user: "U0005", channel: "C0006" },
      { channel: "C0006" },
    ]) {
      const { text } = await person.only("stuck", by);
      expect(text).not.toContain("PAY");
    }
  });

  it("shows nothing that Slack refuses, and mentions nobody", () => {
    expect(world.double.refusals).toEqual([]);
    expect(world.told.filter(({ level }) => level !== "info")).toEqual([]);
  });
});
