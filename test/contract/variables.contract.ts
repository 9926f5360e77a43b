import { expect, it } from "vitest";
import { asking, needs, type Subject } from "./subject.ts";

/** Variables on request, their values as far as the policy shows them. */
export function variablesContract(subject: () => Subject): void {
  const words = () => subject().traits.family.variables;
  const read = async (show: string[]) => {
    const access = { rules: [{ callers: ["local"], variables: { show } }] };
    const id = subject().idOf("variables-every-type");
    const { variables = [], unknown } = await asking(subject(), access).get({ id, include: ["variables"] });
    expect(unknown).not.toContain("variables");
    return new Map(variables.map((variable) => [variable.name, variable]));
  };

  it("are names and types only unless the policy shows more", async () => {
    const hidden = await read([]);
    expect(hidden.size).toBeGreaterThanOrEqual(words().atLeast);
    for (const variable of hidden.values()) {
      expect(variable).toMatchObject({ hidden: true, type: expect.any(String) });
      expect(variable).not.toHaveProperty("value");
      expect(variable).not.toHaveProperty("valueLength");
    }
  });

  it("are shown by pattern", async () => {
    const some = await read(["short*", "yes"]);
    const open = [...some.values()].filter(({ hidden }) => !hidden).map(({ name }) => name);
    expect(open.sort()).toEqual(["shortText", "yes"].filter((name) => !words().absent.includes(name)));
  });

  it("come as data, numbers beyond 2^53 as exact text", async () => {
    const all = await read(["*"]);
    for (const [name, expected] of Object.entries(words().shown)) expect(all.get(name), name).toMatchObject(expected);
    if (words().absent.includes("text4000")) return;
    expect(all.get("text4000")).toMatchObject({ valueLength: 4_000, value: expect.stringMatching(/^x{499}…$/) });
  });

  it("that are no data, or of a class that the server does not have, do not fail the answer", async () => {
    const all = await read(["*"]);
    for (const [name, type] of Object.entries(words().unreadable)) {
      expect(all.get(name), name).toMatchObject({ type });
      expect(all.get(name), name).not.toHaveProperty("value");
    }
  });

  it("that were removed are gone, and local ones tell where they are", async () => {
    const all = await read(["*"]);
    expect(words().absent).toContain("removedLater");
    for (const name of words().absent) expect(all.has(name), name).toBe(false);
    if (words().absent.includes("reviewer")) return;
    expect(all.get("reviewer")?.elementInstanceId).toMatch(subject().traits.family.ids.ofElementInstance);
    expect(all.get("yes")).not.toHaveProperty("elementInstanceId");
  });
}

/** For engines that keep variables after the end. */
export function endedVariablesContract(subject: () => Subject): void {
  it("of an ended instance come from the history", async (ctx) => {
    needs(subject(), ctx, "invoice-completed");
    const { ofEnded } = subject().traits.family.variables;
    const id = subject().idOf("invoice-completed");
    const { variables = [] } = await asking(subject()).get({ id, include: ["variables"] });
    expect(variables).toContainEqual(expect.objectContaining(ofEnded));
  });
}
