import { describe, expect, it } from "vitest";
import { describeConfig } from "../../src/config.ts";
import { loadFile, messageOf, oneEngine } from "./loading.ts";

const timeoutForm = "must be a time from 100ms to 120s, such as 10s or 500ms (a number is milliseconds)";

/** Whole files, and what is said after "lookout.yaml:". */
const wrong: readonly [string, string, string][] = [
  ["a time for the fleet that is none", `${oneEngine}fleet: { timeout: 1h }\n`, `5: fleet.timeout ${timeoutForm}.`],
  ["a fleet without a value", `${oneEngine}fleet:\n`, "5: fleet has no value."],
  [
    "an unknown key of the fleet",
    `${oneEngine}fleet: { timout: 1s }\n`,
    "5: fleet.timout is not known; did you mean timeout?",
  ],
  ["aliases as a map", `${oneEngine}aliases: { a: b }\n`, "5: aliases must be a list."],
  ["aliases as one list", `${oneEngine}aliases: [a, b]\n`, "5: aliases[0] must be a list; aliases[1] must be a list."],
  ["one alias", `${oneEngine}aliases:\n  - [a, b]\n  - [c]\n`, "7: aliases[1] must list two keys or more."],
  ["no alias", `${oneEngine}aliases: [[]]\n`, "5: aliases[0] must list two keys or more."],
  [
    "aliases that are no keys",
    `${oneEngine}aliases: [['', 1]]\n`,
    "5: aliases[0][0] must not be empty; aliases[0][1] must be text: put it in quotes.",
  ],
  [
    "a key twice in a list of aliases",
    `${oneEngine}aliases: [[a, b, a]]\n`,
    "5: aliases[0][2] is the same as aliases[0][0].",
  ],
  [
    "a key in two lists of aliases, beside other problems",
    `${oneEngine}aliases:\n  - [a, b]\n  - [c, 1, b, b]\n`.replace("prod", "A"),
    " line 2: engines[0].id must be 1 to 32 characters of a-z, 0-9 and -, and begin with a letter or a digit; line 7: aliases[1][1] must be text: put it in quotes; line 7: aliases[1][2] is the same as aliases[0][1]; line 7: aliases[1][3] is the same as aliases[0][1].",
  ],
  [
    "a key in two lists of aliases, and an engine without an id",
    `engines: [{ kind: camunda7, url: "http://c7" }]\naliases: [[a, b], [b, c]]\n`,
    " line 1: engines[0].id is missing; line 2: aliases[1][0] is the same as aliases[0][1].",
  ],
];

describe("what concerns all engines", () => {
  it.each([
    ["fleet: { timeout: 3s }", 3_000],
    ["fleet: { timeout: 250 }", 250],
    ["fleet: {}", 10_000],
    ["aliases: []", 10_000],
  ])("takes %s", async (text, fleetTimeoutMs) => {
    expect(await loadFile(`${oneEngine}${text}\n`)).toMatchObject({ fleetTimeoutMs, aliases: [] });
  });

  it("takes lists of definition keys, which doctor tells", async () => {
    const aliases = [
      ["order-fulfilment", "order-fulfillment", "OrderProcess"],
      ["Invoice", "invoice"],
    ];
    const config = await loadFile(`${oneEngine}aliases: ${JSON.stringify(aliases)}\nfleet: { timeout: 1m }\n`);
    expect(config.aliases).toEqual(aliases);
    expect(describeConfig(config)).toMatchObject({ fleetTimeoutMs: 60_000, aliases });
  });

  it.each(wrong)("%s is told in one sentence", async (_name, content, message) => {
    expect(await messageOf(loadFile(content))).toBe(`lookout.yaml:${message}`);
  });
});
