import { describe, expect, it } from "vitest";
import { startFront } from "./front.ts";
import { inRounds, shape } from "./rounds.ts";
import { asking, needs, type Subject } from "./subject.ts";
import type { Family } from "./vocabulary/family.ts";

/** What questions cost an engine, request by request. For seeded engines with full history whose account sees all. */
export function requestsContract(subject: () => Subject, family: Family): void {
  const { questions, history, firstContact, all, isLimited } = family.requests;

  describe("requests and rounds", () => {
    it.for(Object.entries(questions))("%s", async ([, { ask, rounds, needs: label }], ctx) => {
      if (label) needs(subject(), ctx, label);
      const { front, seen, begin } = await inRounds(
        subject().url,
        rounds.map(({ length }) => length),
      );
      const engine = subject().connect(front.url, 15_000);
      try {
        const asked = asking({ engine, now: subject().now });
        // What an adapter asks once in its life: the server's version, and proof of its history level.
        await asked.history({ id: subject().idOf("invoice-failed-job"), limit: 1 });
        begin();
        await ask(asked, subject().idOf).catch((error: unknown) => {
          throw new Error(`${String(error)}; requests by round: ${JSON.stringify(seen)}`);
        });
        const found = seen.map((round) => [...round].sort());
        expect(found).toEqual([...rounds.map((round) => [...round].sort()), []]);
      } finally {
        await engine.close();
        await front.close();
      }
    });
  });

  it("what an adapter asks once in its life is at most a few requests more", async () => {
    const front = await startFront(subject().url);
    const engine = subject().connect(front.url);
    try {
      const cost = async () => {
        front.requests.length = 0;
        await asking({ engine, now: subject().now }).history({ id: subject().idOf("invoice-failed-job") });
        return front.requests.length;
      };
      const first = await cost();
      expect(await cost()).toBe(history);
      expect(first - (await cost())).toBeLessThanOrEqual(firstContact);
    } finally {
      await engine.close();
      await front.close();
    }
  });

  it("nothing but reads of the adapter's table leaves, whatever is asked", async () => {
    const front = await startFront(subject().url);
    const engine = subject().connect(front.url);
    try {
      const ask = asking({ engine, now: subject().now });
      for (const { ask: question, needs: label } of Object.values(questions)) {
        if (!label || subject().world.facts[label]) await question(ask, subject().idOf);
      }
      await engine.check(new AbortController().signal);
      const { reads } = subject().traits;
      const stray = front.requests.filter(
        ({ method, path }) => !reads.some((read) => read.method === method && matches(read.path, path)),
      );
      expect(stray.map(shape)).toEqual([]);
      expect(front.requests.length).toBeGreaterThan(all);
      const endless = front.requests.filter((request) => !isLimited(request));
      expect(
        endless.map(({ method, url, body }) => `${method} ${url} ${body}`),
        "every list is limited",
      ).toEqual([]);
    } finally {
      await engine.close();
      await front.close();
    }
  });
}

const matches = (template: string, path: string) => new RegExp(`^${template.replace(/\{\w+\}/g, "[^/]+")}$`).test(path);
