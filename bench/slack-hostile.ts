import fc from "fast-check";
import { createAccess, localCaller } from "../src/core/access.ts";
import type { Call } from "../src/core/tool.ts";
import { createCamunda7 } from "../src/engines/camunda7/engine.ts";
import { startSandbox } from "../src/sandbox/sandbox.ts";
import { blockProblems } from "../src/sandbox/slack/block-kit.ts";
import { contentOf, isRefusal } from "../src/sandbox/slack/content.ts";
import { mentions } from "../src/sandbox/slack/mentions.ts";
import { type Answer, answerTo, forSlack } from "../src/slack/answering.ts";
import { type Form, forms, type Message, type Scene } from "../src/slack/messages/message.ts";
import { messageOf } from "../src/slack/messages/message-of.ts";
import { headline, sharedBy } from "../src/slack/messages/visible.ts";
import type { Request } from "../src/slack/request.ts";
import { settings } from "./worlds.ts";

const strings = 10_000;
/** Characters of the text beside the blocks, or without blocks, with the line that says who shared it. */
const longestText = 4_500;
/** Characters that a name in Slack may have. */
const longestName = 80;

const corpus = [
  "<!channel> <!here|here> <!everyone> @channel @here",
  "<@U0123ABCD> <#C0123ABCD> <!subteam^S0123ABCD>",
  "<https://evil.example|click> https://evil.example mailto:a@b.example",
  "<!date^0^{date}^https://evil.example|now>",
  "*bold* _it_ ~no~ `code` ```pre``` > quote :tada:",
  "&lt;!channel&gt; &amp;lt;!here&amp;gt; <>&",
  "\u202egnp.exe\u202c \u2066right\u2069 \u05d0\u05d1\u05d2 \u0627\u0644",
  "\u0000\u0007\u001b[31m\u009b\u200b\ufeff",
  "line\nline\r\n\ttab\u2028\u2029end",
  "\ud800 lone \udfff",
  "💥🧑‍💻👨‍👩‍👧‍👦🇦🇹",
  "z\u0300\u0301\u0302\u0303\u0304\u0305\u0306\u0307",
  '{"blocks":[{"type":"section"}]} "quoted" \\ back \\u0000',
  "at com.example.Stack.trace(Stack.java:1)\n",
  "2026-11-22T15:31:00.000Z",
  "-1",
  " ",
  "",
] as const;

const piece = fc.oneof(fc.constantFrom(...corpus), fc.string({ unit: "binary", maxLength: 200 }));
const hostile = fc.oneof(
  piece,
  fc.array(piece, { minLength: 2, maxLength: 6 }).map((pieces) => pieces.join("")),
  piece.map((text) => text.repeat(5_000 / Math.max(text.length, 1)).slice(0, 5_000)),
);

/** What each view is made of, by what is asked: an instance, lists, numbers, a history, and what is said where there is none. */
const requests = (idOf: (scenario: string) => string): Readonly<Record<string, Request>> => ({
  card: { ask: "get", input: { id: idOf("payment-failed-external-task"), include: ["variables", "stackTraces"] } },
  "card of a caller": { ask: "get", input: { id: idOf("onboarding-failed"), include: ["variables"] } },
  list: { ask: "query", input: { limit: 10, hasIncident: true, incidentMessage: "*", businessKey: "*" } },
  "long list": { ask: "query", input: { limit: 100 } },
  count: { ask: "query", input: { mode: "count" } },
  timeline: { ask: "history", input: { id: idOf("payment-failed-external-task"), limit: 20 } },
  "timeline of a caller": { ask: "history", input: { id: idOf("onboarding-failed"), limit: 20 } },
  nothing: { ask: "find", input: { key: "NONE-1" } },
  engines: { ask: "engines" },
  error: { ask: "get", input: { id: "daf911a8-0000-0000-0000-000000000000", engine: "nowhere" } },
});

interface Tally {
  /** Messages that were made of answers. Each goes out as it is or, where a channel sees it, with who shared it and as a thread. */
  made: number;
  sent: number;
  /** Limits of Block Kit that are broken. */
  problems: number;
  /** Messages that Slack would not take. */
  refused: number;
  mentions: number;
  /** Of a message as it is sent, in characters. */
  longest: number;
  ms: number;
  slowestMs: number;
}

/**
 * Real answers with 10,000 hostile strings in the place of everything that an engine or a person wrote: each string in each
 * view and each form, for a person and shared with a channel. Fails when Slack would refuse one message, or one mentions.
 */
export async function measureSlackHostile(): Promise<string[]> {
  const texts = fc.sample(hostile, { numRuns: strings, seed: 6 });
  return Object.entries(await answers()).map(([view, answer]) => {
    const tally: Tally = { made: 0, sent: 0, problems: 0, refused: 0, mentions: 0, longest: 0, ms: 0, slowestMs: 0 };
    for (const form of forms) render(answer, form, texts, tally);
    return lineOf(view, tally);
  });
}

/** Answers of the sandbox by the views that show them. */
async function answers(): Promise<Readonly<Record<string, Answer>>> {
  const now = new Date();
  const sandbox = await startSandbox({ now: now.getTime(), bulk: 300 });
  const web = "https://cockpit.example.com/#/process-instance/{id}";
  const engine = createCamunda7({ ...settings("c7", sandbox.url), web });
  const access = createAccess({ rules: [{ callers: ["local"], variables: { show: ["*"] } }] });
  const { signal } = new AbortController();
  const call: Call = forSlack({ caller: localCaller, access, engines: [engine], now, signal });
  try {
    const made: Record<string, Answer> = {};
    for (const [view, request] of Object.entries(requests((scenario) => sandbox.instances[scenario] ?? ""))) {
      const answer = await answerTo(request, call);
      if ((answer.kind === "failed") !== (view === "error")) throw new Error(`${view}: ${JSON.stringify(answer)}`);
      made[view] = answer;
    }
    return made;
  } finally {
    await engine.close();
    await sandbox.close();
  }
}

/** Words of ours in answers, by which views choose what they say. */
const ours = new Set(["kind", "ask", "state", "status", "outcome", "mode", "order", "reason", "operator"]);

/** Renders until every string has had its turn. */
function render(answer: Answer, form: Form, texts: readonly string[], tally: Tally): void {
  let used = 0;
  const next = () => texts[used++ % texts.length] ?? "";
  const poisoned = (): Answer =>
    JSON.parse(JSON.stringify(answer), (key, value) => (typeof value === "string" && !ours.has(key) ? next() : value));
  while (used < texts.length) {
    const told = poisoned();
    for (const audience of ["person", "channel"] as const) {
      const scene: Scene = { command: "/process", now: new Date(), form, audience, showsVariables: true };
      const began = performance.now();
      const message = messageOf(told, scene);
      const ms = performance.now() - began;
      tally.made += 1;
      tally.ms += ms;
      tally.slowestMs = Math.max(tally.slowestMs, ms);
      for (const one of audience === "person" ? [message] : shownToAll(message, next)) check(one, tally);
    }
  }
}

/** The answer as a person shows it to a channel, and as the beginning of a thread. */
function shownToAll(message: Message, next: () => string): Message[] {
  const by = next().slice(0, longestName);
  const shared = sharedBy(message, by);
  return message.blocks ? [shared, headline(message, by, next())] : [shared];
}

function check(message: Message, tally: Tally): void {
  const { text, blocks } = message;
  tally.sent += 1;
  tally.problems += blockProblems(message).length;
  // Slack also counts the characters of all blocks, and takes no message that says nothing.
  const isRefused =
    isRefusal(contentOf({ text, blocks }, new Set())) || text.trim() === "" || text.length > longestText;
  tally.refused += isRefused ? 1 : 0;
  // The text goes to Slack with `parse: none`, which makes no links of bare addresses in it.
  tally.mentions += mentions(message).filter(({ kind, pointer }) => kind !== "link" || pointer !== "/text").length;
  tally.longest = Math.max(tally.longest, JSON.stringify(message).length);
}

function lineOf(view: string, { made, sent, problems, refused, mentions, longest, ms, slowestMs }: Tally): string {
  const times = `${(ms / made).toFixed(2)} ms a message, slowest ${slowestMs.toFixed(0)} ms`;
  const line = `${view.padEnd(20)} ${String(sent).padStart(6)} messages: ${problems} limits broken, ${refused} refused, ${mentions} mentions (limit 0)   largest ${String(longest).padStart(5)} characters   ${times}`;
  if (problems + refused + mentions > 0) throw new Error(`a hostile text is not sound\n${line}`);
  return line;
}
