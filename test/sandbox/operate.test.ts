import { describe, expect, it } from "vitest";
import { key, operate, records } from "./operate-asking.ts";
import { rowsOf } from "./operate-recordings.ts";

const { get, search, rows, total, refusal } = operate();
const instances = "process-instances";
const unreadable = [500, "Error in reading incidents"];

describe("keys", () => {
  const large = key("onboarding-failed");

  it("are numbers with all their digits, also beyond what a double holds", () => {
    expect(BigInt(large) > 2n ** 53n).toBe(true);
    for (const { key: own } of records.instances.slice(0, 50)) {
      expect(search(instances, `{"filter":{"key":${own}}}`).body).toContain(`"sortValues":["${own}"],"total":1}`);
    }
  });

  it("filter as numbers and as texts, and not when a double has rounded them", () => {
    const odd = records.instances.find((one) => String(Number(one.key)) !== one.key)?.key ?? "";
    expect(search(instances, `{"filter":{"key":"${odd}"}}`).body).toContain(`{"key":${odd},`);
    const others = rows(instances, { filter: { key: Number(odd) } }).map((row) => String(row["key"]));
    expect(others).not.toContain(odd);
    expect(search(instances, `{"filter":{"key":${odd}}}`).body).toBe(search(instances, { filter: { key: odd } }).body);
  });

  it("may have zeros in front in a path, and must be longs", () => {
    expect(get(`/v1/process-instances/000${large}`).status).toBe(200);
    for (const wrong of ["abc", "1.0", "99999999999999999999", "search"]) {
      expect(get(`/v1/incidents/${wrong}`)).toMatchObject({ status: 400, contentType: "application/problem+json" });
    }
    expect(get("/v1/incidents/-1")).toMatchObject({ status: 404 });
  });
});

describe("pages", () => {
  /** All keys, page by page; places between pages are told as texts or as numbers with all their digits. */
  function walk(
    resource: string,
    query: { readonly size: number; readonly sort?: unknown },
    asText: boolean,
  ): string[] {
    const keys: string[] = [];
    for (let after = "null"; ; ) {
      const { body } = search(resource, JSON.stringify(query).replace(/}$/, `,"searchAfter":${after}}`));
      const page = rowsOf(body);
      if (page.length === 0 || keys.length > 1000) return keys;
      keys.push(...page.map((row) => String(row["key"])));
      const values: string[] = JSON.parse(body).sortValues;
      const spelled = values.map((value) => (!asText && /^-?\d+$/.test(value) ? value : JSON.stringify(value)));
      after = `[${spelled.join(",")}]`;
    }
  }
  const every = records.instances.map((one) => one.key).sort();
  const partitions = new Set(every.map((one) => BigInt(one) / 2n ** 51n));

  it("tell every row once, over all partitions, in every order that can be walked", () => {
    expect(partitions).toEqual(new Set([1n, 2n, 3n, 4n]));
    for (const sort of [
      undefined,
      [{ field: "startDate", order: "DESC" }],
      [{ field: "startDate", order: "ASC" }],
      [{ field: "endDate", order: "ASC" }],
      [{ field: "state", order: "DESC" }, { field: "bpmnProcessId" }],
      [{ field: "incident", order: "DESC" }],
      [{ field: "parentFlowNodeInstanceKey", order: "DESC" }],
    ]) {
      for (const size of [1, 7, 1000]) {
        for (const asText of [true, false]) {
          const walked = walk(instances, { size, ...(sort && { sort }) }, asText);
          expect(walked.toSorted(), JSON.stringify({ sort, size })).toEqual(every);
        }
      }
    }
    expect(walk("variables", { size: 100 }, true)).toHaveLength(records.variables.length);
    expect(walk("flownode-instances", { size: 100 }, true)).toHaveLength(records.elements.length);
  });

  it("end by key, and say where they ended as texts", () => {
    const [first, second] = rows(instances, { size: 2, sort: [{ field: "startDate", order: "DESC" }] });
    const answer = JSON.parse(search(instances, { size: 1, sort: [{ field: "startDate", order: "DESC" }] }).body);
    const at = Date.parse(String(first?.["startDate"]).replace("+0000", "Z"));
    expect(answer.sortValues).toEqual([String(at), String(first?.["key"])]);
    expect(String(first?.["startDate"]) >= String(second?.["startDate"])).toBe(true);
    expect(JSON.parse(search(instances, { filter: { key: 1 } }).body)).toEqual({ items: [], sortValues: [], total: 0 });
  });

  it("cannot go on behind rows without an end, latest first, nor without a text", () => {
    const sort = [{ field: "endDate", order: "DESC" }];
    const { sortValues } = JSON.parse(search(instances, { sort, size: 1000 }).body);
    expect(sortValues[0]).toBe("-9223372036854775808");
    expect(refusal(instances, { sort, searchAfter: sortValues })).toEqual(unreadable);
    const tags = [{ field: "processVersionTag" }];
    expect(JSON.parse(search(instances, { sort: tags, size: 1000 }).body).sortValues[0]).toBeNull();
    expect(refusal(instances, { sort: tags, searchAfter: [null, "1"] })).toEqual(unreadable);
  });

  it("have 10 rows unless asked for 1 to 1000, and a total that is not counted beyond its cap", () => {
    expect(rows(instances, {})).toHaveLength(10);
    expect(rows(instances, { size: 1000 })).toHaveLength(records.instances.length);
    for (const size of [0, -1, 1001, null]) {
      const message = "size should be greater than zero and equal or less than 1000";
      expect(refusal(instances, { size })).toEqual([400, message]);
    }
    expect(total(instances, {})).toBe(records.instances.length);
    expect(operate({ totalCap: 25 }).total(instances, {})).toBe(25);
    expect(operate({ totalCap: 25 }).rows(instances, { size: 50 })).toHaveLength(50);
  });
});

describe("filters", () => {
  it("match exactly, all of them", () => {
    expect(rows(instances, { filter: { parentKey: key("onboarding-failed") } })).toEqual(
      rows(instances, { filter: { parentProcessInstanceKey: key("onboarding-failed") } }),
    );
    expect(total(instances, { parentKey: key("onboarding-failed") })).toBe(1);
    const canceled = rows(instances, { filter: { bpmnProcessId: "invoice-approval", state: "CANCELED" } });
    expect(canceled.length).toBeGreaterThan(1);
    expect(new Set(canceled.map((row) => row["state"]))).toEqual(new Set(["CANCELED"]));
    for (const filter of [
      { state: "canceled" },
      { state: "TERMINATED" },
      { bpmnProcessId: "invoice*" },
      { key: null },
    ]) {
      expect(total(instances, filter), JSON.stringify(filter)).toBe(0);
    }
    const suspended = JSON.parse(get(`/v1/process-instances/${key("invoice-suspended")}`).body);
    expect(suspended).toMatchObject({ state: "ACTIVE", incident: false });
    expect(suspended).not.toHaveProperty("endDate");
  });

  it("are ignored when they are unknown, empty or not stored", () => {
    const all = total(instances, {});
    for (const filter of [
      { nope: 1 },
      { variables: [{ name: "x", value: "1" }] },
      { state: "" },
      { parentKey: null },
      null,
    ]) {
      expect(total(instances, filter), JSON.stringify(filter)).toBe(all);
    }
    expect(total("flownode-instances", { flowNodeName: "Charge card" })).toBe(records.elements.length);
    expect(total("process-definitions", { versionTag: "2.0" })).toBe(records.definitions.length);
  });

  it("find variables by their JSON text, and the business key among them", () => {
    const filter = { name: "businessKey", value: '"ORDER-0977"' };
    const [found] = rows("variables", { filter });
    expect(found).toMatchObject({ name: "businessKey", value: '"ORDER-0977"' });
    expect(found?.["scopeKey"]).toBe(found?.["processInstanceKey"]);
    expect(total("variables", { ...filter, value: "ORDER-0977" })).toBe(0);
  });

  it("find incidents by words of their message in any order", () => {
    for (const message of ["Scanner offline", "offline, SCANNER!", "scanner"]) {
      expect(total("incidents", { message }), message).toBeGreaterThan(0);
    }
    for (const message of ["scan", "Scanner online", "*"]) expect(total("incidents", { message }), message).toBe(0);
  });

  it("of dates take the form of the answers, rounded and moved, and nothing else", () => {
    const { startDate } = rows(instances, { filter: { key: key("invoice-assigned") } })[0] ?? {};
    const day = records.instances.filter(
      (one) => new Date(one.startedAt).toISOString().slice(0, 10) === String(startDate).slice(0, 10),
    );
    expect(total(instances, { startDate })).toBeGreaterThan(0);
    expect(total(instances, { startDate: `${startDate}||/d` })).toBe(day.length);
    expect(total(instances, { startDate: `${startDate}||+1d-1d/d` })).toBe(day.length);
    expect(total(instances, { startDate: "now/y" })).toBe(records.instances.length);
    const local = String(startDate).slice(0, -5);
    const colon = `${local}+00:00`;
    for (const wrong of [
      "yesterday",
      "2026-11-22",
      `${local}Z`,
      colon,
      `${startDate}||/x`,
      "2026-11-31T00:00:00.000+0000",
    ]) {
      expect(refusal(instances, { filter: { startDate: wrong } }), wrong).toEqual(unreadable);
    }
    const modern = operate({ rfc3339: true });
    expect(modern.rows(instances, { filter: { startDate: colon }, size: 1 })).toMatchObject([{ startDate: colon }]);
    expect(modern.refusal(instances, { filter: { startDate } })).toEqual(unreadable);
  });

  it("must fit their type", () => {
    const refused: readonly (readonly [unknown, string])[] = [
      [{ filter: { state: ["ACTIVE"] } }, "`java.lang.String` from Array value (token `JsonToken.START_ARRAY`)"],
      [{ filter: { startDate: {} } }, "`java.lang.String` from Object value (token `JsonToken.START_OBJECT`)"],
      [{ filter: { processVersion: "two" } }, '`int` from String "two": not a valid `int` value'],
      [{ filter: { incident: "yes" } }, '`java.lang.Boolean` from String "yes": only "true" or "false" recognized'],
      [{ sort: {} }, "from Object value"],
      [{ sort: [{ field: "key", order: "asc" }] }, "not one of the values accepted for Enum class: [ASC, DESC]"],
      ["[]", "from Array value"],
      ["{bad", "Unexpected character ('b' (code 98))"],
      ["{", "Unexpected end-of-input"],
    ];
    for (const [query, message] of refused) {
      expect(refusal(instances, query), JSON.stringify(query)).toEqual([400, expect.stringContaining(message)]);
    }
    expect(refusal(instances, { sort: [{ field: "nope" }] })).toEqual([400, "Sort has invalid field(s): nope"]);
    expect(refusal("incidents", { sort: [{ field: "message" }] })[0]).toBe(400);
    expect(refusal(instances, { sort: [{ field: "parentKey" }] })).toEqual(unreadable);
    expect(refusal(instances, { searchAfter: [1, 2] })).toEqual(unreadable);
  });
});

describe("trouble", () => {
  it("shows on every caller, and on the call activities, but not on scopes", () => {
    for (const scenario of ["onboarding-failed", "onboarding-failed-child", "onboarding-failed-grandchild"]) {
      const processInstanceKey = key(scenario);
      expect(rows(instances, { filter: { key: processInstanceKey } }), scenario).toMatchObject([{ incident: true }]);
      const nodes = rows("flownode-instances", { filter: { processInstanceKey, incident: true } });
      expect(nodes, scenario).toHaveLength(1);
      const isOrigin = scenario.endsWith("-grandchild");
      expect("incidentKey" in (nodes[0] ?? {}), scenario).toBe(isOrigin);
      expect(total("incidents", { processInstanceKey }), scenario).toBe(isOrigin ? 1 : 0);
    }
    const counts = JSON.parse(get(`/v1/process-instances/${key("onboarding-failed")}/statistics`).body);
    expect(counts).toContainEqual({ activityId: "creditCheck", active: 0, canceled: 0, incidents: 1, completed: 0 });
  });

  it("counts the runs of a repeated element without the body around them", () => {
    const at = `/v1/process-instances/${key("order-multi-instance")}`;
    const counts = JSON.parse(get(`${at}/statistics`).body);
    const inner = records.elements.filter(
      (one) =>
        one.instance.key === key("order-multi-instance") && one.elementId === "pickItems" && one.type === "SUB_PROCESS",
    );
    expect(counts).toContainEqual(expect.objectContaining({ activityId: "pickItems", active: inner.length }));
    const flows: string[] = JSON.parse(get(`${at}/sequence-flows`).body);
    expect(flows).toContain("flow_split");
    expect(flows).toEqual(flows.toSorted());
  });
});

describe("values", () => {
  it("are cut, without saying so, also when read by key", () => {
    const [long] = rows("variables", { filter: { name: "longJson" } });
    expect(String(long?.["value"])).toHaveLength(8191);
    expect(long).not.toHaveProperty("truncated");
    expect(get(`/v1/variables/${long?.["key"]}`).body).toContain(JSON.stringify(long?.["value"]));
    expect(rows("variables", { filter: { name: "beyondDouble" } })).toMatchObject([{ value: "9007199254740993" }]);
    expect(total("variables", { truncated: true })).toBe(1);
  });

  it("name the elements of a definition in XML", () => {
    const [definition] = rows("process-definitions", { filter: { bpmnProcessId: "credit-check" } });
    const path = `/v1/process-definitions/${definition?.["key"]}/xml`;
    expect(get(path, { accept: "text/xml" })).toMatchObject({ status: 200, contentType: "text/xml;charset=UTF-8" });
    expect(get(path, { accept: "text/xml" }).body).toContain(
      '<bpmn:callActivity id="askBureau" name="Ask the credit bureau" />',
    );
    expect(get(path, { accept: "application/json" })).toMatchObject({ status: 406, headers: { accept: "text/xml" } });
  });
});
