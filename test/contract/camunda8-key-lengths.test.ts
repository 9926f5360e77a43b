import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Camunda8Variant, startVariant, traitsOf } from "./camunda8-sandboxes.ts";
import { historyContract } from "./history.contract.ts";
import { startInterpreter } from "./interpreter.ts";
import { pagingContract } from "./paging.contract.ts";
import { allRows, asking, type Subject, subjectOf } from "./subject.ts";

const partition = 2n ** 51n;
const moved = (by: bigint, keys: RegExp) => (text: string) => text.replace(keys, (key) => String(BigInt(key) + by));
/** Keys of partition 4, the sandbox's last, are told as those of partition 5, which are the first of 17 digits. */
const longer = moved(partition, /(?<!\d)9007199254\d{6}(?!\d)/g);
const shorter = moved(-partition, /(?<!\d)1125899906\d{7}(?!\d)/g);

const variants: Readonly<Record<string, Camunda8Variant>> = {
  "8.9": { key: "businessId", options: { api: "8.9" } },
  "8.8": { key: "tag", options: { api: "8.8" } },
  "Operate v1": { key: "variable", options: { api: "operate" } },
};

/** From the fifth partition on keys have a digit more: servers order them as numbers, and lists of ours as text. */
describe.for(Object.entries(variants))("keys of different lengths of %s", ([, variant]) => {
  let known: Subject | undefined;
  const closing: (() => unknown)[] = [];
  beforeAll(async () => {
    const running = await startVariant(variant);
    const cluster = await startInterpreter(running.url, { request: shorter, answer: longer });
    const scenarios = Object.entries(running.scenarios).map(([name, key]) => [name, longer(key)]);
    known = subjectOf(traitsOf(variant), { ...running, url: cluster.url, scenarios: Object.fromEntries(scenarios) });
    closing.push(() => known?.engine.close(), cluster.close, running.close);
  });
  afterAll(async () => {
    for (const close of closing) await close();
  });
  const subject = () => {
    if (!known) throw new Error("the engine did not start");
    return known;
  };

  it("are in one list, and in one moment", async () => {
    const rows = await allRows(asking(subject()), {});
    const lengths = Map.groupBy(rows, ({ startedAt }) => startedAt).values();
    const mixed = [...lengths].filter((moment) => new Set(moment.map(({ id }) => id.length)).size > 1);
    expect(mixed.length).toBeGreaterThan(10);
  });

  describe("paging", () => pagingContract(subject));
  describe("history", () => historyContract(subject));
});
