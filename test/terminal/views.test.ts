import { describe, expect, test } from "vitest";
import type { FleetName } from "./fleets.ts";
import { session, type Terminal, transcript } from "./session.ts";
import { customer5003, hostile, order4711, pay3, task, wide } from "./world.ts";

const forms: Record<string, Terminal> = {
  "tty-100": { tty: true, width: 100 },
  "tty-60": { tty: true, width: 60 },
  piped: { tty: false, width: 80 },
};

const allKinds = "instance,element,incident,jobFailure,calledInstance,operation";

const cases: Record<string, readonly [FleetName, ...string[]]> = {
  "get-stuck": ["one", "get", pay3],
  "get-variables": ["one", "get", pay3, "--include", "variables"],
  "get-two-places": ["one", "get", task],
  "get-terminated": ["one", "get", order4711],
  "get-suspended-wide": ["one", "get", wide],
  "get-hostile": ["one", "get", hostile, "--include", "variables,stackTraces"],
  "get-not-found": ["one", "get", "no-such-id"],
  "get-several-engines": ["fleet", "get", pay3, "-e", "c7-prod"],
  "get-engine-found": ["fleet", "get", pay3],
  "query-all-states": ["one", "query"],
  "query-more": ["one", "query", "--limit", "2", "--state", "active"],
  "query-stuck": ["one", "query", "--has-incident"],
  "query-none": ["one", "query", "--definition-key", "no-such-key", "--started-after", "2h"],
  "query-none-by-key": ["one", "query", "--business-key", "ORDER-9"],
  "query-down": ["down", "query"],
  "query-count": ["one", "query", "--count"],
  "query-count-nothing": ["empty", "query", "--count"],
  "query-invalid": ["one", "query", "--waiting-longer-than", "soon", "--started-after", "noon", "--limit", "900"],
  "query-contradiction": ["one", "query", "--state", "completed", "--has-incident"],
  "query-unsupported": ["noKeys", "query", "--business-key", "PAY-3"],
  "query-all": ["one", "query", "--all"],
  "query-jsonl": ["one", "query", "--jsonl", "--limit", "2"],
  "history-all": ["one", "history", customer5003, "--kind", allKinds],
  "history-page": ["one", "history", customer5003, "--limit", "2"],
  "history-empty": ["one", "history", pay3],
  "history-hostile": ["one", "history", hostile, "--kind", allKinds],
  "find-one": ["one", "PAY-3"],
  "find-fleet": ["fleet", "ORDER-4711"],
  "find-none": ["healthy", "ORDER-9"],
  "find-none-known": ["fleet", "ORDER-9"],
  "find-refused": ["noKeys", "ORDER-9"],
  "find-slip": ["one", "quary"],
  engines: ["fleet", "engines"],
  doctor: ["fleet", "doctor"],
};

describe.each(Object.entries(forms))("%s", (form, terminal) => {
  test.each(Object.entries(cases))("%s", async (name, [fleet, ...words]) => {
    const answered = await session(words, fleet, terminal);
    await expect(transcript(words, answered)).toMatchFileSnapshot(`golden/${name}.${form}.txt`);
  });
});

const jsonCases: Record<string, readonly [FleetName, ...string[]]> = {
  get: ["one", "get", pay3, "--json"],
  "get-hostile": ["one", "get", hostile, "--json"],
  "get-not-found": ["one", "get", "no-such-id", "--json"],
  query: ["one", "query", "--limit", "1", "--json"],
  history: ["one", "history", customer5003, "--limit", "1", "--json"],
  find: ["fleet", "ORDER-4711", "--json"],
  engines: ["fleet", "engines", "--json"],
  doctor: ["one", "doctor", "--json"],
};

test.each(Object.entries(jsonCases))("json of %s", async (name, [fleet, ...words]) => {
  const answered = await session(words, fleet);
  expect(() => JSON.parse(answered.out)).not.toThrow();
  await expect(transcript(words, answered)).toMatchFileSnapshot(`golden/${name}.json.txt`);
});

test("json is the same whether a person or a script reads", async () => {
  const words = ["get", hostile, "--json"];
  const [person, script] = [await session(words, "one", { tty: true, width: 60 }), await session(words, "one")];
  expect(person.out).toBe(script.out);
});
