import { describe, expect, test } from "vitest";
import {
  type AccessConfig,
  accessConfig,
  assertFiltersAllowed,
  createAccess,
  localCaller,
  showsVariable,
} from "../../src/core/access.ts";
import type { Filters } from "../../src/core/filters.ts";
import { openView, thrownBy } from "./samples.ts";

const config: AccessConfig = {
  rules: [
    { callers: ["team-a"], engines: ["prod"], definitionKeys: ["order"], variables: { show: ["amount"] } },
    { callers: ["team-a", "local"], tenants: ["t1"], incidentMessages: "firstLine", businessKeys: "masked" },
    { callers: ["team-a"], definitionKeys: ["never reached"] },
    { callers: ["auditor"], engines: [], variables: { show: ["*"] } },
  ],
};

describe("without rules", () => {
  const access = createAccess(undefined);
  test("local sees everything except the values of variables", () => {
    expect(access(localCaller, "prod")).toEqual({ ...openView, showVariables: [] });
  });
  test.each([[["anyone"]], [[]], [["Local"]], [["local "]]])("%j sees nothing", (names) => {
    expect(access({ names }, "prod")).toBeUndefined();
  });
});

describe("with rules", () => {
  const access = createAccess(config);
  test("the first rule that names the caller and the engine decides, whole", () => {
    expect(access({ names: ["team-a"] }, "prod")).toEqual({
      scope: { definitionKeys: ["order"] },
      showVariables: ["amount"],
      incidentMessages: "full",
      businessKeys: "full",
    });
    expect(access({ names: ["team-a"] }, "test")).toEqual({
      scope: { tenantIds: ["t1"] },
      showVariables: [],
      incidentMessages: "firstLine",
      businessKeys: "masked",
    });
  });
  test("any of the caller's names counts, in the order of the rules", () => {
    expect(access({ names: ["x", "local", "team-a"] }, "prod")?.scope).toEqual({ definitionKeys: ["order"] });
  });
  test.each([["stranger"], ["auditor"], [""], ["team"], ["*"]])("%j sees nothing: no rule is no access", (name) => {
    expect(access({ names: [name] }, "prod")).toBeUndefined();
  });
  test("even local needs a rule once there are rules", () => {
    expect(createAccess({ rules: [] })(localCaller, "prod")).toBeUndefined();
  });
});

test("a rule with a word that is none of ours is refused rather than read as less", () => {
  expect(accessConfig.safeParse({ rules: [{ callers: ["a"], definitions: ["order"] }] }).success).toBe(false);
  expect(accessConfig.safeParse({ rules: [{ engines: ["prod"] }] }).success).toBe(false);
});

test.each([
  [["amount"], "amount", true],
  [["amount"], "Amount", false],
  [["amount"], "amounts", false],
  [["order*"], "orderTotal", true],
  [["*"], "anything", true],
  [["\\*"], "anything", false],
  [[], "amount", false],
  [[""], "amount", false],
])("shown %j, variable %s: %s", (showVariables, name, expected) => {
  expect(showsVariable({ ...openView, showVariables }, name)).toBe(expected);
});

describe("whoever may not see it may not filter by it", () => {
  const closed = {
    ...openView,
    showVariables: ["amount"],
    incidentMessages: "firstLine",
    businessKeys: "masked",
  } as const;
  const variable = (name: string): Filters => ({ variables: [{ name, operator: "eq", value: 1 }] });
  test.each<[Filters]>([
    [variable("salary")],
    [{ variables: [...(variable("amount").variables ?? []), ...(variable("salary").variables ?? [])] }],
    [{ incidentMessage: "*card*" }],
    [{ businessKey: "A*" }],
  ])("%j is refused", (filters) => {
    expect(thrownBy(() => assertFiltersAllowed(closed, filters))).toMatchObject({ fault: "policyForbids" });
    expect(thrownBy(() => assertFiltersAllowed(openView, filters))).toBeUndefined();
  });
  test.each<[Filters]>([
    [variable("amount")],
    [{ incidentType: "failedJob", hasIncident: true, state: ["active"] }],
    [{}],
  ])("%j is allowed", (filters) => {
    expect(thrownBy(() => assertFiltersAllowed(closed, filters))).toBeUndefined();
  });
});
