import { describe, expect, it } from "vitest";
import { startFront } from "./front.ts";
import { inRounds, shape } from "./rounds.ts";
import { type Asking, asking, needs, type Subject } from "./subject.ts";

type Ask = (ask: Asking, id: (label: string) => string) => Promise<unknown>;

const byId = (...names: string[]) => names.map((name) => `GET ${name}`);
const historyQuery = "POST /history/process-instance";
const identity = [
  ...byId(
    "/history/process-instance/{id}",
    "/incident",
    "/process-instance/{id}",
    "/process-instance/{id}/activity-instances",
  ),
  "POST /task",
];
const work = ["GET /event-subscription", "POST /external-task", "POST /history/activity-instance", "POST /job"];
const family = ["GET /process-definition/{id}", historyQuery, "POST /history/process-instance/count"];
const relative = "GET /history/process-instance/{id}";
const history = [
  ...byId("/history/incident", "/history/process-instance/{id}", "/process-instance/{id}"),
  "POST /history/activity-instance",
  "POST /history/external-task-log",
  "POST /history/job-log",
];
const transitions = ["GET /process-instance/{id}/activity-instances", "POST /job"];
const marks = "POST /process-instance";

/** Each question with the requests of its rounds: a change of either is a change of what the product costs an engine. */
const costs: Readonly<Record<string, { ask: Ask; needs?: string; rounds: readonly (readonly string[])[] }>> = {
  "get of an ended instance": {
    ask: (ask, id) => ask.get({ id: id("invoice-completed") }),
    rounds: [identity, family],
  },
  "get of one at an assigned task": {
    ask: (ask, id) => ask.get({ id: id("invoice-assigned") }),
    rounds: [identity, [...work, ...family]],
  },
  "get of one at an unassigned task": {
    ask: (ask, id) => ask.get({ id: id("invoice-unassigned") }),
    rounds: [identity, [...work, ...family, "GET /task/{id}/identity-links"]],
  },
  "get of a root with an incident far below": {
    needs: "onboarding-failed",
    ask: (ask, id) => ask.get({ id: id("onboarding-failed") }),
    rounds: [identity, [...work, ...family, "GET /incident"]],
  },
  "get of a grandchild": {
    needs: "onboarding-manual",
    ask: (ask, id) => ask.get({ id: id("onboarding-manual-grandchild") }),
    rounds: [identity, [...work, ...family, relative, relative, "GET /task/{id}/identity-links"]],
  },
  "get with everything": {
    ask: (ask, id) =>
      ask.get({ id: id("invoice-failed-job"), include: ["variables", "incidentsResolved", "stackTraces"] }),
    rounds: [
      identity,
      [...work, ...family, "GET /history/incident", "GET /job/{id}/stacktrace", "POST /variable-instance"],
    ],
  },
  "a list": { ask: (ask) => ask.query({ limit: 5 }), rounds: [[historyQuery], [marks]] },
  "a list of ended ones": { ask: (ask) => ask.query({ state: ["completed", "terminated"] }), rounds: [[historyQuery]] },
  "a list of two engine states": {
    ask: (ask) => ask.query({ state: ["active", "completed"] }),
    rounds: [[historyQuery, historyQuery], [marks]],
  },
  "a list by definition, version and business key": {
    ask: (ask) => ask.query({ definitionKey: "invoice-approval", definitionVersion: 1, businessKey: "INV*" }),
    rounds: [["GET /process-definition"], [historyQuery, marks]],
  },
  "a list of what is stuck": {
    ask: (ask) => ask.query({ hasIncident: true, limit: 3 }),
    rounds: [[historyQuery], [marks]],
  },
  "a list of what needs a person": {
    ask: (ask) => ask.query({ attention: ["incident", "retrying", "overdue"], limit: 3 }),
    rounds: [
      ["GET /incident", "POST /job", "POST /job", "POST /task"],
      [historyQuery, marks],
    ],
  },
  "a list by waiting": {
    ask: (ask) => ask.query({ order: "longestWaiting", limit: 3 }),
    rounds: [
      ["GET /incident", "POST /history/activity-instance", "POST /job"],
      [historyQuery, marks],
    ],
  },
  "an empty list": {
    ask: (ask) => ask.query({ businessKey: "no such key" }),
    rounds: [[historyQuery], [historyQuery, "POST /process-instance/count"]],
  },
  numbers: { ask: (ask) => ask.query({ mode: "count" }), rounds: [["GET /incident"], [historyQuery]] },
  "history of an ended instance": {
    ask: (ask, id) => ask.history({ id: id("invoice-completed") }),
    rounds: [history],
  },
  "history of a running instance": {
    ask: (ask, id) => ask.history({ id: id("invoice-failed-job") }),
    rounds: [history, transitions],
  },
  "history of every kind": {
    ask: (ask, id) =>
      ask.history({
        id: id("invoice-failed-job"),
        kinds: ["instance", "element", "incident", "jobFailure", "calledInstance", "variable", "operation"],
      }),
    rounds: [[...history, "GET /history/user-operation", "POST /history/variable-instance"], transitions],
  },
};

/** What questions cost an engine, request by request. For seeded engines with full history whose account sees all. */
export function requestsContract(subject: () => Subject): void {
  describe("requests and rounds", () => {
    it.for(Object.entries(costs))("%s", async ([, { ask, rounds, needs: label }], ctx) => {
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

  it("what an adapter asks once in its life is at most five requests more", async () => {
    const front = await startFront(subject().url);
    const engine = subject().connect(front.url);
    try {
      const cost = async () => {
        front.requests.length = 0;
        await asking({ engine, now: subject().now }).history({ id: subject().idOf("invoice-failed-job") });
        return front.requests.length;
      };
      const first = await cost();
      expect(await cost()).toBe(history.length + transitions.length);
      expect(first - (await cost())).toBeLessThanOrEqual(5);
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
      for (const { ask: question, needs: label } of Object.values(costs)) {
        if (!label || subject().world.facts[label]) await question(ask, subject().idOf);
      }
      await engine.check(new AbortController().signal);
      const { reads } = subject().traits;
      const stray = front.requests.filter(
        ({ method, path }) => !reads.some((read) => read.method === method && matches(read.path, path)),
      );
      expect(stray.map(shape)).toEqual([]);
      expect(front.requests.length).toBeGreaterThan(80);
      for (const { url, method } of front.requests) {
        if (method === "POST" && !url.includes("/count"))
          expect(url, "every list is limited").toMatch(/[?&]maxResults=\d+/);
      }
    } finally {
      await engine.close();
      await front.close();
    }
  });
}

const matches = (template: string, path: string) => new RegExp(`^${template.replace(/\{\w+\}/g, "[^/]+")}$`).test(path);
