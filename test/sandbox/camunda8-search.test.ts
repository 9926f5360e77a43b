import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { now } from "./asking.ts";
import { camunda8For, type Found } from "./camunda8-asking.ts";

describe("filters of process instances", () => {
  const { scenarios, key, find } = camunda8For({ api: "8.10" });
  const failing = [
    "invoice-annotated-incident",
    "invoice-failed-job",
    "onboarding-failed",
    "onboarding-failed-child",
    "onboarding-failed-grandchild",
    "payment-failed-external-task",
    "payment-failed-hostile-text",
    "payment-tenant-us",
  ];

  test.each<[string, unknown, readonly string[]]>([
    ["a plain value", { businessId: "PAY-3" }, ["payment-failed-external-task"]],
    ["$eq", { businessId: { $eq: "PAY-3" } }, ["payment-failed-external-task"]],
    ["$in", { businessId: { $in: ["PAY-3", "PAY-5"] } }, ["payment-failed-external-task", "payment-incident-resolved"]],
    ["an empty $in", { businessId: { $in: [] } }, []],
    ["$like", { businessId: { $like: "PAY-EU-?" } }, ["payment-tenant-eu"]],
    ["$like with a backslash", { businessId: { $like: "ORDER*\\\\off" } }, ["order-business-key-wildcards"]],
    ["$like is not $eq", { businessId: { $eq: "PAY-EU-?" } }, []],
    ["callers of failing instances", { hasIncident: true }, failing],
    ["the message of an incident", { errorMessage: { $like: "Bank*" } }, ["payment-tenant-us"]],
    ["a failed job that is to be tried again", { hasRetriesLeft: true }, ["payment-job-retrying"]],
    ["a state", { state: "SUSPENDED" }, ["invoice-suspended"]],
    ["a pattern of states", { state: { $like: "SUS*" } }, ["invoice-suspended"]],
    ["when it was suspended", { suspendedDate: { $lte: "2026-11-18T00:00:00Z" } }, ["invoice-suspended"]],
    ["all of several tags", { tags: ["key:PAY-1", "key:PAY-2"] }, []],
    ["one tag", { tags: ["key:PAY-1"] }, ["payment-waiting-external-task"]],
    [
      "a version",
      { processDefinitionId: "order-fulfilment", processDefinitionVersion: { $lt: 2 } },
      ["order-old-version"],
    ],
    ["a tenant", { tenantId: { $like: "acme-u*" } }, ["payment-tenant-us"]],
    ["a variable", { variables: [{ name: "shortText", value: '"changed"' }] }, ["variables-every-type"]],
    [
      "a variable's whole digits",
      { variables: [{ name: "beyondDouble", value: "9007199254740993" }] },
      ["variables-every-type"],
    ],
    [
      "both of two variables",
      {
        variables: [
          { name: "yes", value: "true" },
          { name: "no", value: "true" },
        ],
      },
      [],
    ],
    [
      "an element that waits",
      { elementId: "deliveryWindow", elementInstanceState: "ACTIVE" },
      ["order-overdue-timer", "order-waiting-timer"],
    ],
    [
      "one element of both kinds",
      { elementId: "captureFunds", elementInstanceState: "TERMINATED" },
      ["payment-modified", "payment-refused"],
    ],
    [
      "alternatives",
      { hasIncident: true, $or: [{ businessId: "PAY-3" }, { tenantId: "acme-us" }] },
      ["payment-failed-external-task", "payment-tenant-us"],
    ],
    ["from a moment on", { startDate: { $gte: "2026-11-22T11:35:00Z" } }, ["payment-failed-hostile-text"]],
    ["after a moment", { startDate: { $gt: "2026-11-22T11:35:00.000Z" } }, []],
    ["before a moment", { startDate: { $lt: "2026-11-22T11:35:00Z", $gt: "2026-11-22T11:20:00Z" } }, []],
    [
      "between two moments",
      { startDate: { $gt: "2026-11-22T11:20:00+00:00", $lte: "2026-11-22T12:35:00+01:00" } },
      ["payment-failed-hostile-text"],
    ],
    [
      "$exists",
      { businessId: { $exists: false }, parentProcessInstanceKey: { $exists: false } },
      ["invoice-without-key"],
    ],
    ["null is no filter", { businessId: null, tenantId: "acme-eu" }, ["payment-tenant-eu"]],
  ])("%s", async (_name, filter, expected) => {
    expect(await scenarios(filter)).toEqual(expected);
  });

  test("by parent, down to the grandchild, with keys as text and as numbers", async () => {
    const child = await scenarios({ parentProcessInstanceKey: key("onboarding-failed") });
    expect(child).toEqual(["onboarding-failed-child"]);
    const body = `{"filter":{"parentProcessInstanceKey":${key("onboarding-failed-child")}}}`;
    expect((await find("process-instances", body)).items).toMatchObject([
      { processInstanceKey: key("onboarding-failed-grandchild") },
    ]);
  });

  test("what is not equal may be absent", async () => {
    const { page } = await find("process-instances", { filter: { businessId: { $neq: "PAY-3" } } });
    expect(page["totalItems"]).toBe(46);
    const none = await find("process-instances", { filter: { businessId: { $notIn: ["PAY-3", "PAY-4"] } } });
    expect(none.page["totalItems"]).toBe(45);
  });
});

describe("filters of what belongs to instances", () => {
  const { find, scenarios, key, get } = camunda8For({ api: "8.10" });
  const count = async (resource: string, filter: unknown) => (await find(resource, { filter })).page["totalItems"];

  test("immediate children of an instance, and of an element", async () => {
    const filter = { elementInstanceScopeKey: key("order-multi-instance") };
    const { items } = await find("element-instances", { filter });
    expect(items.map(({ type }) => type)).toEqual([
      "START_EVENT",
      "PARALLEL_GATEWAY",
      "MULTI_INSTANCE_BODY",
      "SERVICE_TASK",
    ]);
    const body = items.find(({ type }) => type === "MULTI_INSTANCE_BODY")?.["elementInstanceKey"];
    expect(await count("element-instances", { elementInstanceScopeKey: body })).toBe(3);
  });

  test("waits", async () => {
    const filter = { waitStateType: "TIMER" };
    expect(await scenarios(filter, "element-instances/wait-states")).toEqual([
      "order-overdue-timer",
      "order-waiting-timer",
    ]);
    const { items } = await find("element-instances/wait-states", { filter });
    expect(items).toMatchObject([
      { details: { dueDate: now - 40 * 60_000 } },
      { details: { dueDate: Date.UTC(2099, 11, 31, 8) } },
    ]);
    expect(await count("element-instances/wait-states", { elementType: "BOUNDARY_EVENT" })).toBe(2);
  });

  test("only what is still awaited is a wait", async () => {
    const filter = { processInstanceKey: key("payment-waiting-message") };
    const { items } = await find("element-instances/wait-states", { filter });
    expect(items).toMatchObject([{ elementId: "awaitConfirmation", details: { waitStateType: "MESSAGE" } }]);
  });

  test("the flows that were taken are in the model, and none leads to where nothing flows", async () => {
    const { text } = await get(`/v2/process-instances/${key("order-card-declined")}/sequence-flows`);
    const { items }: Found = JSON.parse(text);
    const flows = items.map(({ elementId }) => String(elementId));
    expect(flows).toEqual(["flow_split", "flow_pickItems", "flow_pickItem", "flow_chargeCard", "flow_contactCustomer"]);
    const model = await get(`/v2/process-definitions/${items[0]?.["processDefinitionKey"]}/xml`);
    for (const flow of flows) expect(model.text).toContain(`<bpmn:sequenceFlow id="${flow}"`);
    expect(model.text).not.toContain("flow_cardDeclined");
    expect(model.type).toBe("text/xml");
  });

  test("tasks by group, by due date and by variable", async () => {
    expect(await scenarios({ dueDate: { $lt: new Date(now).toISOString() } }, "user-tasks")).toEqual([
      "invoice-overdue",
    ]);
    expect(await count("user-tasks", { candidateGroup: "risk" })).toBe(2);
    expect(
      await scenarios({ localVariables: [{ name: "reviewer", value: { $like: "*task*" } }] }, "user-tasks"),
    ).toEqual(["variables-every-type"]);
  });

  test("variables by how they are stored", async () => {
    expect(await scenarios({ isTruncated: true }, "variables")).toEqual(["variables-every-type"]);
    const isNull = { name: "nothing", value: "null" };
    expect(await scenarios(isNull, "variables")).toEqual(["variables-every-type"]);
  });

  test("a task sees its own variables and those around it, the innermost of each name", async () => {
    const { items } = await find("user-tasks", { filter: { name: "Pick DESK-2" } });
    const seen = await find(`user-tasks/${items[0]?.["userTaskKey"]}/effective-variables`, {
      sort: [{ field: "name" }],
    });
    const names = seen.items.map(({ name }) => name);
    expect(names).toEqual([...new Set(names)]);
    expect(seen.items).toContainEqual(
      expect.objectContaining({ name: "lineItem", value: '{"sku":"DESK-2","quantity":2}' }),
    );
    expect(names).toContain("orderNumber");
  });

  test("incidents of a whole hierarchy", async () => {
    for (const name of ["onboarding-failed", "onboarding-failed-child", "onboarding-failed-grandchild"]) {
      const { items } = await find(`process-instances/${key(name)}/incidents`);
      expect(items).toMatchObject([{ processInstanceKey: key("onboarding-failed-grandchild") }]);
    }
  });
});

describe("pages", () => {
  const { find, post } = camunda8For({ bulk: 60, totalCap: 100 });
  const keysOf = ({ items }: Found, key: string) => items.map((row) => String(row[key]));

  async function walk(resource: string, key: string, sort: unknown, limit: number, way: "after" | "before") {
    const seen: string[] = [];
    let page: Record<string, unknown> = { limit };
    if (way === "before") {
      const end = await find(resource, { sort, page: { from: 0, limit: 10_000 } });
      page = { limit, before: end.page["endCursor"] };
      seen.push(...keysOf(end, key).slice(-1));
    }
    for (;;) {
      const found = await find(resource, { sort, page });
      const cursor = found.page[way === "after" ? "endCursor" : "startCursor"];
      seen[way === "after" ? "push" : "unshift"](...keysOf(found, key));
      if (cursor === null) return seen;
      page = { limit, [way]: cursor };
    }
  }

  const resources: Readonly<Record<string, readonly [key: string, sorts: readonly string[]]>> = {
    "process-instances": [
      "processInstanceKey",
      ["startDate", "endDate", "businessId", "parentProcessInstanceKey", "hasIncident"],
    ],
    "element-instances": ["elementInstanceKey", ["startDate", "type", "incidentKey", "elementName"]],
    incidents: ["incidentKey", ["creationTime", "errorType"]],
    variables: ["variableKey", ["name", "value", "scopeKey"]],
  };
  const walks = fc.constantFrom(...Object.keys(resources)).chain((resource) => {
    const [key = "", sorts = []] = resources[resource] ?? [];
    const sort = fc.array(fc.record({ field: fc.constantFrom(...sorts), order: fc.constantFrom("ASC", "DESC") }), {
      maxLength: 3,
    });
    return fc.record({
      resource: fc.constant(resource),
      key: fc.constant(key),
      sort,
      limit: fc.integer({ min: 15, max: 200 }),
      way: fc.constantFrom("after", "before"),
    });
  });

  test("a walk by cursors loses nothing, repeats nothing and keeps the order, in both directions", async () => {
    await fc.assert(
      fc.asyncProperty(walks, async ({ resource, key, sort, limit, way }) => {
        const all = keysOf(await find(resource, { sort, page: { limit: 10_000 } }), key);
        expect(new Set(all).size).toBe(all.length);
        expect(await walk(resource, key, sort, limit, way === "after" ? "after" : "before")).toEqual(all);
      }),
      { numRuns: 40 },
    );
  });

  test("what has no value comes last, in both directions", async () => {
    for (const order of ["ASC", "DESC"]) {
      const { items } = await find("process-instances", { sort: [{ field: "endDate", order }], page: { limit: 200 } });
      const ended = items.map(({ endDate }) => endDate !== null);
      expect(ended.lastIndexOf(true)).toBe(ended.filter(Boolean).length - 1);
    }
  });

  test("totals are counted up to the cap", async () => {
    const more = await find("process-instances", { page: { limit: 1 } });
    expect(more.page).toMatchObject({ totalItems: 100, hasMoreTotalItems: true });
    const few = await find("process-instances", { filter: { state: "COMPLETED" }, page: { limit: 1 } });
    expect(few.page).toMatchObject({ totalItems: 25, hasMoreTotalItems: false });
    const errors = await find("incidents", {
      filter: { errorMessage: "Scanner offline" },
      page: { from: 5, limit: 10 },
    });
    expect([errors.items.length, errors.page["totalItems"]]).toEqual([1, 6]);
  });

  test("100 rows are the default, the latest definitions are only paged forward", async () => {
    expect((await find("process-instances")).items).toHaveLength(100);
    const filter = { isLatestVersion: true };
    const latest = await find("process-definitions", { filter, page: { from: 5, limit: 3 } });
    expect(latest.items).toHaveLength(3);
    expect(latest.page["startCursor"]).toBeNull();
    const sort = [{ field: "version" }];
    expect((await post("/v2/process-definitions/search", { filter, sort })).status).toBe(400);
  });

  test.each([
    [{ limit: 0 }, /at least 1/],
    [{ limit: 10_001 }, /at most 10000/],
    [{ limit: 1.5 }, /page.limit/],
    [{ from: -1 }, /at least 0/],
    [{ size: 5 }, /\[page.size\]/],
    [{ after: "Ww==", before: "Ww==" }, /after and before/],
    [{ after: "WzFd", from: 1 }, /from/],
    [{ after: "no base 64!" }, /cursor/],
    [{ after: Buffer.from("[1,2]").toString("base64") }, /cursor/],
    [{ after: Buffer.from('["x"]').toString("base64") }, /cursor/],
    [{ after: Buffer.from("{}").toString("base64") }, /cursor/],
    ["all", /\[page\]/],
  ])("the page %j is refused", async (page, detail) => {
    const { status, text } = await post("/v2/process-instances/search", { page });
    expect(status).toBe(400);
    expect(JSON.parse(text).detail).toMatch(detail);
  });
});
