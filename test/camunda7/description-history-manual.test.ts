/** A walk through the manual's description of `GET /history/process-instance/{id}`. */
import { describe, expect, it } from "vitest";
import { descriptionOf, namesIn, noDescription } from "./description.ts";
import {
  described,
  example,
  exampleTold,
  got,
  lacking,
  places,
  states,
  statuses,
  walk,
} from "./description-history.ts";

const description = descriptionOf("camunda7-history-get-process-instance-manual.txt");

// An error is `type` and `message` there, and nothing else.
walk({ row: described, places, lacking, errors: {} });

describe("the manual's form", () => {
  it("the example as it is printed", async () => {
    const { instance, waitingAt, incidents, called } = await got(example);
    expect(instance).toEqual(exampleTold);
    expect([waitingAt, incidents, called]).toEqual([[], [], []]);
  });

  it("does not know which instance was restarted: that is missing, not null", async () => {
    expect((await got(described)).instance).not.toHaveProperty("restartedFrom");
  });
});

describe("the walk leaves nothing out", () => {
  it("of what the manual lists", (ctx) => {
    if (description === undefined) return ctx.skip(noDescription);
    const [, parameters = "", result = "", codes = ""] = description.split(/^# (?:Parameters|Result|Response Codes)$/m);
    expect(namesIn(parameters, /<td>(\w+)<\/td>/g)).toEqual(["id"]);
    expect(namesIn(result, /<td>(\w+)<\/td>\s*<td>(?:String|Integer|Number)<\/td>/g)).toEqual(Object.keys(described));
    expect(result.match(/<tr>/g)).toHaveLength(Object.keys(described).length + 1);
    expect(namesIn(result, /<li>(\w+) - /g)).toEqual(Object.keys(states));
    expect(statuses).toEqual(expect.arrayContaining(namesIn(codes, /<td>(\d{3})<\/td>/g)));
  });

  it("and the example is the manual's", (ctx) => {
    if (description === undefined) return ctx.skip(noDescription);
    const [printed = ""] = namesIn(description, /```json\n([\s\S]+?)```/g);
    expect(JSON.parse(printed)).toEqual(example);
  });
});
