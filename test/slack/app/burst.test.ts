/** Many people at the same moment: an alarm sounds, and everybody types. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { type SlackWorld, startSlackWorld } from "./world.ts";

const people = Array.from({ length: 40 }, (_, n) => `U9${String(n).padStart(3, "0")}`);

let world: SlackWorld;
beforeAll(async () => {
  const users = Object.fromEntries(people.map((id) => [id, { name: id.toLowerCase() }]));
  world = await startSlackWorld({ double: { users } });
});
afterAll(() => world.close());

it.each(["payment-failed-external-task", "PAY-3"])("all are answered: %s", async (what) => {
  const text = world.sandbox.instances[what] ?? what;
  const answers = await Promise.all(
    people.map(async (user) => {
      const before = world.double.seen({ user }).length;
      await world.double.command({ text, user });
      const answered = ({ text: said }: { text: string }) => !said.includes("Still asking");
      const seen = await world.double.until({ user }, (all) => all.slice(before).some(answered), 15_000);
      return seen.slice(before).find(answered)?.text;
    }),
  );
  expect(new Set(answers)).toEqual(new Set([expect.stringMatching(/PAY-3 is stuck at Capture funds/)]));
});
