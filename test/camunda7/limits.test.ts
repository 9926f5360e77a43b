import { describe, expect, it } from "vitest";
import { upstream } from "./upstream.ts";

describe("a server that limits its answers (queryMaxResultsLimit)", () => {
  const users = { admin: { password: "admin", definitionKeys: "all" } } as const;
  it.for([100, 10])("of %i rows: lists, counts, histories and instances are whole", async (queryMaxResultsLimit) => {
    const user = { user: "admin", password: "admin" };
    const limited = await upstream({ auth: { users }, queryMaxResultsLimit, user });
    const free = await upstream({ auth: { users }, user });
    const pages = async ({ ask }: typeof free, input: object) => {
      const ids: string[] = [];
      for (let cursor: string | undefined; ; ) {
        const page = await ask.query({ limit: 30, ...input, ...(cursor === undefined ? {} : { cursor }) });
        ids.push(...(page.instances ?? []).map(({ id }) => id));
        if (page.nextCursor === undefined) return ids;
        cursor = page.nextCursor;
      }
    };
    for (const input of [{}, { state: ["completed", "terminated"] }, { definitionKey: "invoice-approval" }]) {
      expect(await pages(limited, input)).toEqual(await pages(free, input));
    }
    for (const scenario of ["invoice-failed-job", "onboarding-failed", "order-waiting-timer"]) {
      const id = free.id(scenario);
      const withoutUrls = async ({ ask }: typeof free) =>
        JSON.stringify(await ask.get({ id })).replace(/http:\/\/127\.0\.0\.1:\d+/g, "");
      expect(await withoutUrls(limited)).toEqual(await withoutUrls(free));
      expect((await limited.ask.history({ id })).events).toEqual((await free.ask.history({ id })).events);
    }
  });

  it.for([
    { attention: ["incident", "retrying", "overdue"] },
    { attention: ["waiting"] },
    { order: "longestWaiting" },
    { waitingLongerThan: "1h" },
  ] as const)("%j over more than the limit says how many were considered", async (input) => {
    const user = { user: "admin", password: "admin" };
    const { ask } = await upstream({ auth: { users }, queryMaxResultsLimit: 10, user, bulk: 300 });
    const { attention, ...rest } = { attention: undefined, ...input };
    const answer = await ask.query({ ...rest, ...(attention ? { attention: [...attention] } : {}) });
    expect(answer.truncated?.reason).toBe("candidates");
    expect(answer.engines[0]?.total === undefined || answer.engines[0].totalIsLowerBound).toBe(true);
  });

  it("a count over more than the limit is exact or refused", async () => {
    const user = { user: "admin", password: "admin" };
    const limited = await upstream({ auth: { users }, queryMaxResultsLimit: 10, user });
    const free = await upstream({ auth: { users }, user });
    const ask = { mode: "count", definitionKey: ["invoice-approval", "credit-check"] } as const;
    const question = { ...ask, definitionKey: [...ask.definitionKey] };
    const [found, expected] = [await limited.ask.query(question), await free.ask.query(question)];
    expect(found.engines).toEqual(expected.engines);
    const states = ({ counts }: typeof found) =>
      counts?.definitions.map(({ definitionKey, byState }) => [definitionKey, byState]).sort();
    expect(states(found)).toEqual(states(expected));
  });
});
