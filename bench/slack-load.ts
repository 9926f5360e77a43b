import { setTimeout as sleep } from "node:timers/promises";
import { type Mode, type Question, startSlackWorld } from "./slack-world.ts";

const perSecond = 50;
const seconds = 20;
/** Asked before anything is measured: each question several times, so that code is warm. */
const warmUp = 50;
/** Of the 99th percentile in ms. Slack waits three seconds for an acknowledgement. */
const limits = { acknowledged: 1_000, answered: 2_000 };
/** Answers that lack something because too many requests wait for the engine: none on a machine that is not busy. */
const mostLacking = 50;

const questions = (stuck: string): readonly Question[] => [
  { text: stuck, says: /PAY-3.* is stuck at Capture funds/ },
  { text: "PAY-3", says: /PAY-3.* is stuck at Capture funds/ },
  { text: "stuck", says: /stuck instances, oldest first/ },
  { text: "count stuck", says: /open faults in/ },
  { text: `history ${stuck}`, says: /^History of PAY-3/ },
];

/**
 * Fifty commands a second of all kinds, from a thousand people: how long until Slack has the acknowledgement and until the
 * person has the answer. Fails when one is not acknowledged, not answered or answered twice, and when it takes too long.
 */
export async function measureSlackLoad(): Promise<string[]> {
  return [...(await under("socket", "Socket Mode")), ...(await under("http", "HTTP"))];
}

async function under(mode: Mode, name: string): Promise<string[]> {
  const world = await startSlackWorld(mode);
  try {
    const mix = questions(world.sandbox.instances["payment-failed-external-task"] ?? "");
    const ask = (n: number) => world.ask(mix[n % mix.length] ?? { text: "help", says: /./ }, n);
    for (let n = 0; n < warmUp; n += 1) await ask(n);
    const [before, began] = [world.answers(), performance.now()];
    const commands = perSecond * seconds;
    const asked = await Promise.all(
      Array.from({ length: commands }, async (_, n) => {
        await sleep((1_000 * n) / perSecond);
        return ask(n);
      }),
    );
    const took = (performance.now() - began) / 1_000;
    // An answer that came twice would have come by now.
    await sleep(1_000);
    const [answers, refused] = [world.answers() - before, world.double.refusals.length];
    const lacking = asked.filter((one) => one.lacking).length;
    const times = (["acknowledged", "answered"] as const).map((what) => ({
      what,
      ...spread(asked.map((one) => one[what])),
    }));
    const lines = [
      `${name.padEnd(12)} ${commands} commands in ${took.toFixed(1)} s: all acknowledged, ${answers} answers (limit ${commands}), ${refused} refused by Slack (limit 0), ${lacking} lack something (limit ${mostLacking})`,
      ...times.map(
        ({ what, line }) => `${" ".repeat(13)}${what.padEnd(13)} ${line}   (limit of p99 ${limits[what]} ms)`,
      ),
    ];
    if (answers !== commands || refused > 0) throw new Error(`answers are lost or there twice\n${lines.join("\n")}`);
    if (lacking > mostLacking || times.some(({ what, p99 }) => p99 > limits[what])) {
      throw new Error(`too slow\n${lines.join("\n")}`);
    }
    return lines;
  } finally {
    await world.close();
  }
}

function spread(values: readonly number[]): { line: string; p99: number } {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN;
  const shown = { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) };
  const line = Object.entries(shown).map(([name, ms]) => `${name} ${ms.toFixed(0)} ms`);
  return { line: line.join("   "), p99: shown.p99 };
}
