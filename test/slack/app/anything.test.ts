import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Engine } from "../../../src/core/engine.ts";
import { type Sandbox, startSandbox } from "../../../src/sandbox/sandbox.ts";
import { type SlackDouble, startSlackDouble } from "../../../src/sandbox/slack/double.ts";
import type { CallFault } from "../../../src/sandbox/slack/faults.ts";
import { startSlackApp } from "../../../src/slack/app.ts";
import { optionsFor, unhandled } from "./running.ts";
import { connected } from "./world.ts";

let sandbox: Sandbox;
let engine: Engine;
beforeAll(async () => {
  sandbox = await startSandbox({ now: Date.now() });
  engine = connected("c7-prod", sandbox.url);
});
afterAll(async () => {
  await engine.close();
  await sandbox.close();
});

const count = 100;
const persons = Array.from({ length: count }, (_, n) => `U9${String(n).padStart(3, "0")}`);
const users = Object.fromEntries(persons.map((id) => [id, { name: id.toLowerCase() }]));
/** Every third asks where the whole channel sees the answer. */
const incidents = "C0100";
const placeOf = (n: number) =>
  n % 3 === 0 ? { channel: incidents, text: "PAY-3" } : { channel: "C0101", text: "query limit=x" };
const channels = Object.fromEntries([incidents, "C0101"].map((id) => [id, { name: id.toLowerCase(), isMember: true }]));

type Event =
  | { readonly does: "disconnect"; readonly sockets: "newest" | "all"; readonly closeAfterMs: number }
  | { readonly does: "breakSockets" }
  | { readonly does: "redeliver" }
  | { readonly does: "twice" }
  | { readonly does: "fault"; readonly method: string; readonly fault: CallFault };

const fault = fc.constantFrom<CallFault>(
  { kind: "rate-limited", retryAfter: 1 },
  { kind: "status", status: 503 },
  { kind: "dropped", when: "before" },
  { kind: "dropped", when: "after" },
  { kind: "error", error: "internal_error" },
);
const event: fc.Arbitrary<Event> = fc.oneof(
  fc.record({
    does: fc.constant("disconnect" as const),
    sockets: fc.constantFrom("newest" as const, "all" as const),
    closeAfterMs: fc.constantFrom(0, 50),
  }),
  fc.constantFrom<Event>({ does: "breakSockets" }, { does: "redeliver" }, { does: "twice" }),
  fc.record({
    does: fc.constant("fault" as const),
    method: fc.constantFrom("response_url", "response_url", "chat.postMessage", "users.info", "apps.connections.open"),
    fault,
  }),
);
const schedule = fc.array(fc.record({ afterMs: fc.integer({ min: 0, max: 40 }), event }), {
  minLength: 5,
  maxLength: 25,
});

function happen({ faults }: SlackDouble, what: Event): void {
  if (what.does === "disconnect") faults.disconnect("warning", what);
  else if (what.does === "breakSockets") faults.breakSockets();
  else if (what.does === "redeliver") faults.redeliver();
  else if (what.does === "twice") faults.nextDelivery({ kind: "twice" });
  else faults.next(what.method, what.fault);
}

test("whatever happens on the way, who is heard is answered, and a channel reads nothing twice", async () => {
  const rejections = unhandled();
  await fc.assert(
    fc.asyncProperty(schedule, async (events) => {
      const double = await startSlackDouble({ users, channels, timings: { acknowledgeMs: 1_000 } });
      const { options, told } = optionsFor(double, { engines: [engine], section: { incidentChannels: [incidents] } });
      const app = await startSlackApp(options);
      const happening = (async () => {
        for (const { afterMs, event } of events) {
          await sleep(afterMs);
          happen(double, event);
        }
      })();
      const acknowledged = await Promise.all(
        persons.map(async (user, n) => {
          await sleep(n * 6);
          return (await double.command({ ...placeOf(n), user })).acknowledged;
        }),
      );
      await happening;
      await app.stop();

      const lost = told.filter(({ sentence }) => sentence === "Slack did not take an answer.").length;
      const again = events.filter(
        ({ event }) => event.does === "fault" && event.fault.kind === "dropped" && event.fault.when === "after",
      ).length;
      let [silent, twice] = [0, 0];
      for (const [n, user] of persons.entries()) {
        const { channel } = placeOf(n);
        const alone = double.seen({ user, channel }).filter(({ ephemeralTo }) => ephemeralTo === user);
        const heads = double
          .seen({ user, channel })
          .filter(
            (message) =>
              !message.threadTs &&
              !message.ephemeralTo &&
              JSON.stringify(message.blocks).includes(`asked by ${user.toLowerCase()}:`),
          );
        expect(heads.length).toBeLessThanOrEqual(1);
        const answers = double
          .seen({ channel })
          .filter(({ threadTs }) => threadTs !== undefined && threadTs === heads[0]?.ts);
        expect(answers.length).toBeLessThanOrEqual(1);
        const isShown = answers.length === 1;
        // Whom the channel's answer is told alone hears why first.
        const own = alone.filter(({ text }) => !text.includes("Only you see"));
        if (acknowledged[n] && !isShown && own.length === 0) silent += 1;
        if (own.length > 1) twice += 1;
        expect(own.length).toBeLessThanOrEqual(2);
      }
      expect(acknowledged).toContain(true);
      expect(silent).toBeLessThanOrEqual(lost);
      expect(twice).toBeLessThanOrEqual(again);
      await double.close();
    }),
    { numRuns: 3, endOnFailure: true },
  );
  expect(rejections).toEqual([]);
});
