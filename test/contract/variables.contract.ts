import { expect, it } from "vitest";
import { asking, type Subject } from "./subject.ts";

/** Values of the instance that carries every type, as data; a missing `value` means that there is none to show. */
const shown: Readonly<Record<string, object>> = {
  shortText: { type: "String", value: "changed" },
  emptyText: { type: "String", value: "" },
  counter: { type: "Integer", value: -2147483648 },
  tiny: { type: "Short", value: 7 },
  ratio: { type: "Double", value: 1e-7 },
  yes: { type: "Boolean", value: true },
  no: { type: "Boolean", value: false },
  nothing: { type: "Null", value: null },
  beyondDouble: { type: "Long", value: "9007199254740993" },
  largestLong: { type: "Long", value: "9223372036854775807" },
  "name with space/and:slash": { type: "String", value: "odd name" },
  größe: { type: "String", value: "umlaut" },
};
const unreadable = { address: "Object", unknownClass: "Object", scan: "Bytes", receipt: "File" };

/** Variables on request, their values as far as the policy shows them. */
export function variablesContract(subject: () => Subject): void {
  const read = async (show: string[]) => {
    const access = { rules: [{ callers: ["local"], variables: { show } }] };
    const id = subject().idOf("variables-every-type");
    const { variables = [], unknown } = await asking(subject(), access).get({ id, include: ["variables"] });
    expect(unknown).not.toContain("variables");
    return new Map(variables.map((variable) => [variable.name, variable]));
  };

  it("are names and types only unless the policy shows more", async () => {
    const hidden = await read([]);
    expect(hidden.size).toBeGreaterThanOrEqual(26);
    for (const variable of hidden.values()) {
      expect(variable).toMatchObject({ hidden: true, type: expect.any(String) });
      expect(variable).not.toHaveProperty("value");
      expect(variable).not.toHaveProperty("valueLength");
    }
  });

  it("are shown by pattern", async () => {
    const some = await read(["short*", "yes"]);
    const open = [...some.values()].filter(({ hidden }) => !hidden).map(({ name }) => name);
    expect(open.sort()).toEqual(["shortText", "yes"]);
  });

  it("come as data, numbers beyond 2^53 as exact text", async () => {
    const all = await read(["*"]);
    for (const [name, expected] of Object.entries(shown)) expect(all.get(name), name).toMatchObject(expected);
    expect(all.get("text4000")).toMatchObject({ valueLength: 4_000, value: expect.stringMatching(/^x{499}…$/) });
  });

  it("that are no data, or of a class that the server does not have, do not fail the answer", async () => {
    const all = await read(["*"]);
    for (const [name, type] of Object.entries(unreadable)) {
      expect(all.get(name), name).toMatchObject({ type });
      expect(all.get(name), name).not.toHaveProperty("value");
    }
  });

  it("that were removed are gone, and local ones tell where they are", async () => {
    const all = await read(["*"]);
    expect(all.has("removedLater")).toBe(false);
    expect(all.get("reviewer")?.elementInstanceId).toMatch(/^approveInvoice:/);
    expect(all.get("yes")).not.toHaveProperty("elementInstanceId");
  });
}

/** For engines that keep variables after the end. */
export function endedVariablesContract(subject: () => Subject): void {
  it("of an ended instance come from the history", async () => {
    const id = subject().idOf("invoice-completed");
    const { variables = [] } = await asking(subject()).get({ id, include: ["variables"] });
    expect(variables).toContainEqual(expect.objectContaining({ name: "amount", type: "Double", value: 1280.5 }));
  });
}
