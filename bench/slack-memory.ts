import { setTimeout as sleep } from "node:timers/promises";
import { type Question, type SlackWorld, startSlackWorld } from "./slack-world.ts";

/** Commands after which the heap is looked at. */
const marks = [10_000, 30_000, 50_000];
/** Commands under way at the same time, each of another person. */
const atOnce = 10;
/** Longer than any deadline of a question or a post: each is kept until it would have passed. */
const settleMs = 12_000;
/** How much the heap may grow with a thousand commands after the first mark, in MB: the last 50,000 deliveries are remembered. */
const limitMb = 0.2;

/** Everything that a command can come to but a long answer: no engine, nothing found, and a typing error. */
const questions: readonly ((n: number) => Question)[] = [
  () => ({ text: "help", says: /^See where/ }),
  () => ({ text: "engines", says: /1 engine can be asked here/ }),
  (n) => ({ text: `find "ORDER-${n}`, says: /The quote " is not closed/ }),
  () => ({ text: "help history", says: /^\/process history/ }),
  (n) => ({ text: `ORDER-${n}`, says: /No instance with id or business key/ }),
];

/** The heap of the program after 10,000 and after 50,000 commands. Fails when it grows. */
export async function measureSlackMemory(): Promise<string[]> {
  const world = await startSlackWorld("socket");
  try {
    const heaps: number[] = [];
    let [asked, took] = [0, 0];
    for (const mark of marks) {
      const began = performance.now();
      await askAll(world, asked, mark);
      took += performance.now() - began;
      asked = mark;
      await sleep(settleMs);
      heaps.push(await world.heapMb());
    }
    const [first = 0, last = 0] = [heaps.at(0), heaps.at(-1)];
    const growth = (1_000 * (last - first)) / (asked - (marks[0] ?? 0));
    const line = `memory       ${asked} commands in ${(took / 1_000).toFixed(0)} s   heap after ${marks.join(", ")}: ${heaps.map((mb) => mb.toFixed(1)).join(", ")} MB   growth ${growth.toFixed(3)} MB for 1000 commands (limit ${limitMb})`;
    if (growth > limitMb) throw new Error(`memory is not flat\n${line}`);
    return [line];
  } finally {
    await world.close();
  }
}

/** Asks from one number to another, so many at once. */
async function askAll(world: SlackWorld, from: number, to: number): Promise<void> {
  let next = from;
  const askOn = async () => {
    while (next < to) {
      const n = next;
      next += 1;
      const question = questions[n % questions.length];
      if (question) await world.ask(question(n), n);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, askOn));
}
