import { describe, expect, test } from "vitest";
import { runTool } from "../../src/core/tool.ts";
import { texts } from "../../src/mcp/text.ts";
import { tools } from "../../tools/index.ts";
import { fakeEngine } from "./fake-engine.ts";
import { histories } from "./histories.ts";
import { now, worldData, worldOf } from "./world.ts";

const kinds = ["instance", "element", "incident", "jobFailure", "calledInstance", "variable", "operation"];
const ask = (id: string, maxCharacters = 20_000) =>
  runTool(
    tools.history,
    { ...worldOf([fakeEngine("c7-prod", worldData())])(AbortSignal.timeout(5_000)), maxCharacters },
    { id, kinds },
  );

/** A cursor is opaque, and so is its text in a golden file. */
const lasting = <T extends { nextCursor?: string | undefined }>(told: T): T =>
  told.nextCursor === undefined ? told : { ...told, nextCursor: "CURSOR" };

const [ended = ""] = Object.keys(histories);

describe("history as text", () => {
  test.for([
    ["ended", ended],
    ["running", "running"],
    ["empty", "empty"],
  ] as const)("%s", async ([name, id]) => {
    await expect(`${texts.history(lasting(await ask(id)), now)}\n`).toMatchFileSnapshot(`golden/history-${name}.txt`);
  });

  test("cut at the size limit", async () => {
    const told = await ask(ended, 2_200);
    expect(told.truncated).toEqual({ reason: "size" });
    await expect(`${texts.history({ ...lasting(told), events: told.events.slice(0, 3) }, now)}\n`).toMatchFileSnapshot(
      "golden/history-cut.txt",
    );
  });

  test("says what the structured answer says", async () => {
    for (const id of [ended, "running"]) {
      const told = await ask(id);
      const text = texts.history(told, now);
      for (const event of told.events) {
        const name = event.element?.elementId ?? event.name ?? "";
        const lines = text.split("\n").filter((one) => one.includes(event.startedAt.slice(11, 19)));
        for (const fact of [
          event.calledId,
          event.type,
          event.by,
          event.assignee,
          event.detail,
          event.message?.split("\n")[0],
        ]) {
          if (fact && event.kind !== "element") expect(text).toContain(fact);
        }
        expect(lines.some((line) => line.includes(name))).toBe(true);
      }
      if (told.nextCursor) expect(text).toContain(told.nextCursor);
    }
  });
});
