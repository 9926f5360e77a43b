/** Answers for a workspace that does not take all blocks. */
import { describe, expect, test, vi } from "vitest";
import { asked, kinds, open, posts, seen, trouble } from "./delivering.ts";

describe.concurrent("a workspace that refuses blocks", () => {
  test("of tables is asked once", async ({ onTestFinished }) => {
    const world = await open(onTestFinished);
    world.double.faults.refuseBlocks(["table"]);
    for (const count of [1, 2, 3]) {
      await asked(world, "stuck");
      const message = (await seen(world, count)).at(-1);
      expect(message && kinds(message)).not.toContain("table");
      expect(message && kinds(message)).toContain("rich_text");
    }
    expect(world.double.refusals.map(({ error }) => error)).toEqual(["invalid_blocks"]);
    expect(posts(world)).toBe(4);
    expect(trouble(world)).toHaveLength(1);
  });

  test("of any kind gets text", async ({ onTestFinished }) => {
    const world = await open(onTestFinished);
    world.double.faults.refuseBlocks(["table", "rich_text"]);
    for (const count of [1, 2]) {
      await asked(world, "stuck");
      const message = (await seen(world, count)).at(-1);
      expect(message).toMatchObject({ text: expect.stringContaining("PAY") });
      expect(message?.blocks).toBeUndefined();
    }
    // The second answer tries no table any more; that it may not have the other is of the answer, not of the workspace.
    expect(posts(world)).toBe(3 + 2);
  });

  test.for(["msg_blocks_too_long", "msg_too_long"])(
    "because they are too long (%s) gets tables all the same",
    async (error, { onTestFinished }) => {
      const world = await open(onTestFinished);
      world.double.faults.next("response_url", { kind: "error", error });
      await asked(world, "stuck");
      await asked(world, "stuck");
      const [first, second] = await seen(world, 2);
      expect(first && kinds(first)).not.toContain("table");
      expect(second && kinds(second)).toContain("table");
    },
  );

  test("and breaks off in between is not taken for one that takes no tables", async ({ onTestFinished }) => {
    const world = await open(onTestFinished);
    world.double.faults.next("response_url", { kind: "error", error: "invalid_blocks" });
    world.double.faults.next("response_url", { kind: "error", error: "expired_url" });
    await asked(world, "stuck");
    await vi.waitFor(() =>
      expect(world.told).toContainEqual(expect.objectContaining({ facts: { error: "expired_url" } })),
    );
    await asked(world, "stuck");
    const [message] = await seen(world, 1);
    expect(message && kinds(message)).toContain("table");
  });
});
