import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { InstanceRow } from "../../src/core/model.ts";
import {
  actionsBlock,
  askButton,
  linkButton,
  openSelect,
  readAction,
  shareButton,
} from "../../src/slack/messages/buttons.ts";
import type { Request } from "../../src/slack/request.ts";

const requests: readonly Request[] = [
  { ask: "get", input: { id: "daf911a8-e689-11f1-8a30-02fc00000001", engine: "c7-prod", include: ["variables"] } },
  { ask: "query", input: { hasIncident: true, definitionKey: ["a", "b"], limit: 10, cursor: "x".repeat(1_500) } },
  { ask: "query", input: { mode: "count", variables: [{ name: "amount", operator: "gte", value: 100 }] } },
  { ask: "history", input: { id: "2251799813690412", engine: "c8-prod", limit: 20 } },
  { ask: "find", input: { key: "ORDER <!channel> & \u202e4711" } },
  { ask: "engines" },
];

const row = (rest: Partial<InstanceRow> = {}): InstanceRow => ({
  engine: "c7-prod",
  id: "daf911a8-e689-11f1-8a30-02fc00000001",
  definition: { key: "payment-collection", version: 7 },
  state: "active",
  engineState: "ACTIVE",
  ...rest,
});

describe("a click asks what the button was made for", () => {
  test.each(requests.map((request) => [request.ask, request] as const))("%s", (_, request) => {
    const anew = askButton("Others like it", "anew", request);
    const replace = askButton("Refresh", "replace", request);
    const share = shareButton(request);
    expect(readAction(anew?.action_id ?? "", anew?.value ?? "")).toEqual({ does: "ask", how: "anew", request });
    expect(readAction(replace?.action_id ?? "", replace?.value ?? "")).toEqual({
      does: "ask",
      how: "replace",
      request,
    });
    expect(readAction(share?.action_id ?? "", share?.value ?? "")).toEqual({ does: "share", request });
    const ids = [anew, replace, share].map((button) => button?.action_id ?? "");
    expect(new Set(ids).size).toBe(3);
    for (const id of ids) expect(id).toMatch(/^lookout:/);
  });

  test("a value holds nothing that Slack could read as markup or write as an entity", () => {
    const { value } = shareButton({ ask: "find", input: { key: "<!channel> & <@U1>" } }) ?? {};
    expect(value).not.toMatch(/[<>&]/);
  });

  test("any key comes back as it was", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 300, unit: "binary" }), (key) => {
        const { action_id: id = "", value = "" } = shareButton({ ask: "find", input: { key } }) ?? {};
        expect(value.length).toBeLessThanOrEqual(2_000);
        if (value !== "")
          expect(readAction(id, value)).toEqual({ does: "share", request: { ask: "find", input: { key } } });
      }),
    );
  });
});

describe("what no button can carry has none", () => {
  test.each<[string, Request]>([
    [
      "a question longer than a value",
      { ask: "query", input: { businessKey: "x".repeat(1_000), elementId: "y".repeat(1_000) } },
    ],
    ["a question that would not be read back", { ask: "query", input: { definitionKey: Array(51).fill("x") } }],
  ])("%s", (_, request) => {
    expect(askButton("Next page ›", "replace", request)).toBeUndefined();
    expect(shareButton(request)).toBeUndefined();
  });

  test("a link longer than Slack takes", () => {
    expect(linkButton("Open in Cockpit", `https://c7.example.com/${"x".repeat(3_000)}`)).toBeUndefined();
    expect(actionsBlock([undefined])).toBeUndefined();
  });
});

test("a click on a link is reported, and asks nothing", () => {
  const link = linkButton("Open in Cockpit", "https://c7.example.com/cockpit");
  expect(link).toMatchObject({ url: "https://c7.example.com/cockpit", action_id: "lookout:link:open-in-cockpit" });
  expect(readAction(link?.action_id ?? "", "")).toEqual({ does: "nothing" });
});

describe("the menu of instances", () => {
  const bpelId = "_PI:90030184.4b8f3c11.a4a0f0f6.1d1e0042";

  test("opens the one that is chosen, of its engine", () => {
    const menu = openSelect([row(), row({ id: bpelId, engine: "x".repeat(32) })]);
    const [, second] = menu?.options ?? [];
    expect(readAction(menu?.action_id ?? "", second?.value ?? "")).toEqual({
      does: "ask",
      how: "anew",
      request: { ask: "get", input: { id: bpelId, engine: "x".repeat(32) } },
    });
  });

  test("names it by its key, and by more where that is not enough", () => {
    const key = { businessKey: "ORDER-4711" };
    const texts = (rows: readonly InstanceRow[]) => openSelect(rows)?.options?.map(({ text }) => text.text);
    expect(texts([row(), row({ ...key, id: "1" })])).toEqual([
      "daf911a8-e689-11f1-8a30-02fc00000001 · payment-collection v7",
      "ORDER-4711 · payment-collection v7",
    ]);
    expect(texts([row({ ...key, id: "1" }), row({ ...key, id: "2" })])).toEqual([
      "ORDER-4711 · payment-collection v7 · 1",
      "ORDER-4711 · payment-collection v7 · 2",
    ]);
    expect(texts([row({ id: "1" }), row({ id: "1", engine: "c7-old" })])).toEqual([
      "1 · payment-collection v7 · c7-prod",
      "1 · payment-collection v7 · c7-old",
    ]);
    const long = row({ businessKey: "x".repeat(200) });
    expect(texts([long, { ...long, id: "2" }])?.[0]).toMatch(/^x+… · daf911a8-e689-11f1-8a30-02fc00000001$/);
  });

  test("leaves out what no option can carry", () => {
    expect(openSelect([row({ id: "x".repeat(150) })])).toBeUndefined();
    const hundred = Array.from({ length: 120 }, (_, at) => row({ id: `i${at}` }));
    expect(openSelect(hundred)?.options).toHaveLength(100);
  });
});

test("what is not an action of ours is none, and nothing throws", () => {
  const value = JSON.stringify({ ask: "engines" });
  expect(readAction("lookout:share", value)).toBeDefined();
  expect(readAction("other:share", value)).toBeUndefined();
  expect(readAction("lookout:delete", value)).toBeUndefined();
  expect(readAction("lookout:share", '{"ask":"engines","more":1}')).toBeUndefined();
  expect(readAction("lookout:open", '["c7-prod"]')).toBeUndefined();
  fc.assert(
    fc.property(fc.constantFrom("share", "anew:x", "replace", "open", "", "toString"), fc.json(), (action, json) => {
      for (const text of [json, json.slice(1)]) expect(readAction(`lookout:${action}`, text)).toBeUndefined();
    }),
  );
});
