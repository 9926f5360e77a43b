import { describe, expect, it } from "vitest";
import { filters } from "../../src/core/filters.ts";
import { asking, refusalOf, type Subject } from "./subject.ts";
import type { Family } from "./vocabulary/family.ts";

/** Ids that are none, of every kind a person or a program may paste. `id` is an instance that exists. */
const oddIds = ({ ids }: Family): readonly (readonly [string, (id: string) => string])[] => [
  ["an unknown id", () => ids.unknown],
  ["an unknown id of another family", () => "11111111-2222-3333-4444-555555555555"],
  ["an unknown id of many digits", () => "2251799813685249999"],
  ...ids.odd,
  ["a number", () => "4711"],
  ["a slash in it", () => "a/b"],
  ["a slash and an endpoint after an id", (id) => `${id}/variables`],
  ["an encoded slash", (id) => `${id}%2Fvariables`],
  ["a backslash", (id) => `${id}\\x`],
  ["a space", (id) => `${id} x`],
  ["a percent sign", () => "100%"],
  ["a percent sign after an id", (id) => `${id}%`],
  ["a path parameter", (id) => `${id};x=1`],
  ["a query", (id) => `${id}?deserializeValues=true`],
  ["a fragment", (id) => `${id}#x`],
  ["a quote", (id) => `${id}'`],
  ["SQL", () => "' OR '1'='1"],
  ["a double quote", (id) => `"${id}"`],
  ["a line feed", (id) => `${id}\nx`],
  ["a null character", (id) => `${id}\u0000`],
  ["a delete character", (id) => `${id}\u007f`],
  ["unicode", () => "größe-東京-🚚"],
  ["one dot", () => "."],
  ["two dots", () => ".."],
  ["a way up", (id) => `../process-instance/${id}`],
  ["an encoded way up", () => "%2e%2e"],
  ["the name of an endpoint", () => ids.endpoints[0]],
  ["the name of an endpoint of one side", () => ids.endpoints[1]],
  ["a wildcard", () => "*"],
  ["a list of ids", (id) => `${id},${id}`],
  ["2,000 characters", () => "x".repeat(2_000)],
  ["2,000 characters of two bytes each", () => "ü".repeat(2_000)],
  ["1,000 emojis", () => "🚚".repeat(1_000)],
];

/** One id means one instance or none. */
export function identityContract(subject: () => Subject, family: Family): void {
  const ask = () => asking(subject());
  const anId = async () => {
    const label = subject().world.labels.find((one) => subject().scenarios[one] !== undefined);
    return label ? subject().idOf(label) : ((await ask().query({ limit: 1 })).instances?.[0]?.id ?? "none");
  };

  describe.each(oddIds(family))("%s instead of an id", (_name, made) => {
    it.each(["get", "history"] as const)("is not found by %s, in one sentence of ours", async (tool) => {
      const id = made(await anId());
      const { kind, message } = await refusalOf(ask()[tool]({ id }));
      expect(kind).toBe("notFound");
      expect(message).toMatch(/^No instance [\s\S]* in \S+\. It may [^.]*\.$|^No instance [\s\S]*…$/);
      expect(message.length).toBeLessThanOrEqual(500);
    });
  });

  it("half a character is refused as no text at all", async () => {
    expect(await refusalOf(ask().get({ id: "\ud83d" }))).toMatchObject({
      kind: expect.stringMatching(/invalidInput|notFound/),
    });
  });

  it("spaces around an id are not part of it", async () => {
    const id = await anId();
    expect((await ask().get({ id: `  ${id}\n` })).instance.id).toBe(id);
  });

  it("its own link is taken for an id", async () => {
    const id = await anId();
    const { url = "" } = (await ask().get({ id })).instance;
    expect(url).toMatch(/^https?:\/\//);
    expect((await ask().get({ id: url })).instance.id).toBe(id);
    expect((await ask().history({ id: url, limit: 1 })).instance.id).toBe(id);
  });

  it("says why it cannot be asked what it cannot be asked", async () => {
    const { filters: known, lacks } = await subject().engine.capabilities(new AbortController().signal);
    const lacking = Object.keys(filters.shape).filter((name) => !known.some((one) => one === name));
    expect(Object.keys(lacks)).toEqual(expect.arrayContaining(lacking));
  });

  it("a link of something else names nothing", async () => {
    expect(await refusalOf(ask().get({ id: "https://example.com/a/b" }))).toMatchObject({ kind: "invalidInput" });
  });
}
