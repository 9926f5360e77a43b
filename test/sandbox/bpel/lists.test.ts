import { describe, expect, it } from "vitest";
import { recordsOf } from "../../../src/sandbox/bpel/projection.ts";
import { tellWorld } from "../../../src/sandbox/script.ts";
import { type Body, bpel, now, piid, records } from "./asking.ts";

const { rows, names, filter, refusal } = bpel();
const nameOf = (row: Body) => row["name"];
const parcels = "PROCESS_INSTANCE.TEMPLATE_NAME='parcel-tracking'";

describe("joined views", () => {
  it("give a row for every match", () => {
    const of = `PROCESS_INSTANCE.PIID=ID('${piid("order-multi-instance")}')`;
    const activities = rows("activities", { whereClause: of });
    expect(activities.length).toBeGreaterThan(10);
    expect(names(`${of} AND ACTIVITY.ACTIVATED<=CURRENT_DATE`).length).toBe(activities.length);
    expect(names(`${of} AND ACTIVITY.TEMPLATE_NAME='pickItem'`)).toEqual(["ORDER-1001", "ORDER-1001", "ORDER-1001"]);
    expect(names(of)).toEqual(["ORDER-1001"]);
    expect(names(of, { orderByClause: "ACTIVITY.ACTIVATED" }).length).toBe(activities.length);
  });

  it("give none where nothing stands beside", () => {
    const indoubt = "PROCESS_INSTANCE.NAME='STATE-READY'";
    expect(names(indoubt)).toEqual(["STATE-READY"]);
    expect(names(`${indoubt} AND (ACTIVITY.OWNER='x' OR PROCESS_INSTANCE.NAME LIKE '%')`)).toEqual([]);
    // An instance without custom properties is lost as soon as they are asked for.
    const withoutKey = `PROCESS_INSTANCE.PIID=ID('${piid("onboarding-failed-grandchild")}')`;
    expect(names(withoutKey).length).toBe(1);
    const attribute = "PROCESS_ATTRIBUTE1.NAME='businessKey' AND PROCESS_ATTRIBUTE1.VALUE='x'";
    const either = `${withoutKey} AND (${attribute} OR PROCESS_INSTANCE.NAME LIKE '%')`;
    expect(names(either).length).toBe(
      records.processes.find((one) => one.piid === piid("onboarding-failed-grandchild"))?.properties.length,
    );
  });

  it("tell custom properties apart by the digit", () => {
    const property = (digit: string, name: string, value: string) =>
      `PROCESS_ATTRIBUTE${digit}.NAME='${name}' AND PROCESS_ATTRIBUTE${digit}.VALUE='${value}'`;
    const koeln = names(`${property("", "depot", "Köln")} AND ${parcels}`);
    expect(koeln.length).toBe(20);
    const open = names(`${property("1", "depot", "Köln")} AND ${property("2", "mode", "open")}`);
    expect(open.length).toBeGreaterThan(5);
    expect(koeln).toEqual(expect.arrayContaining(open));
    // One property cannot have two names at once.
    expect(names(`${property("1", "depot", "Köln")} AND ${property("1", "mode", "open")}`)).toEqual([]);
    expect(names(`PROCESS_ATTRIBUTE9.VALUE='Köln' AND ${parcels}`)).toEqual(koeln);
    expect(names("PROCESS_ATTRIBUTE1.VALUE LIKE 'PARCEL-00000_' OR PROCESS_ATTRIBUTE1.VALUE='Lyon'").length).toBe(30);
    expect(names(`${parcels} AND NOT PROCESS_ATTRIBUTE1.VALUE='Köln'`).length).toBe(160);
  });

  it("join an activity with its instance and its template", () => {
    const clauses = { whereClause: "PROCESS_INSTANCE.NAME='ORDER-0042' AND PROCESS_TEMPLATE.VERSION='1.4'" };
    const found = rows("activities", clauses);
    expect(found.length).toBeGreaterThan(3);
    expect(new Set(found.map((row) => row["processInstanceName"]))).toEqual(new Set(["ORDER-0042"]));
    expect(
      rows("activities", { whereClause: "PROCESS_INSTANCE.NAME='ORDER-0042' AND PROCESS_TEMPLATE.VERSION='2.0'" }),
    ).toEqual([]);
    const busy = rows("processTemplates", { whereClause: "ACTIVITY.STATE=ACTIVITY.STATE.STATE_CLAIMED" });
    expect(busy.map(nameOf).toSorted()).toEqual(["invoice-approval", "invoice-approval", "thirteen-states"]);
  });

  it("end a statement that joins too much", () => {
    const columns = [1, 2, 3, 4, 5, 6, 7].map((digit) => `PROCESS_ATTRIBUTE${digit}.VALUE`);
    const whereClause = columns.map((column) => `${column} LIKE '%'`).join(" AND ");
    const answer = filter("processes", { whereClause });
    expect([answer.status, JSON.parse(answer.body).errorNumber]).toEqual([500, "CWWBA0010E"]);
  });
});

describe("order", () => {
  const states = "PROCESS_INSTANCE.NAME LIKE 'STATE-%'";

  it("is by the milliseconds that the answer does not show", () => {
    const told = rows("processes", { whereClause: parcels, orderByClause: "PROCESS_INSTANCE.CREATED DESC", size: 8 });
    expect(
      told
        .map(nameOf)
        .map((name) => String(name).slice(-2))
        .toSorted(),
    ).toEqual(["52", "53", "54", "55", "56", "57", "58", "59"]);
    expect(new Set(told.map((row) => row["creationTime"]))).toEqual(new Set(["2026-11-20T12:00:00Z"]));
  });

  it("is by several columns, and by id where they are equal", () => {
    const clauses = {
      whereClause: parcels,
      orderByClause: "PROCESS_INSTANCE.STATE desc, PROCESS_INSTANCE.CREATED ASC",
    };
    const told = rows("processes", clauses);
    expect(told[0]?.["executionState"]).toBe("STATE_FINISHED");
    expect(told.at(-1)?.["executionState"]).toBe("STATE_RUNNING");
    const first = told.slice(0, 3).map((row) => String(row["piid"]));
    expect(first).toEqual(first.toSorted());
    expect(names(states, { orderByClause: "PROCESS_INSTANCE.CREATED" })[0]).toBe("STATE-READY");
  });

  it("counts what is missing as the highest", () => {
    const byEnd = (way: string) => names(states, { orderByClause: `PROCESS_INSTANCE.COMPLETED${way}` });
    expect(byEnd("").at(-1)).not.toBe("STATE-FINISHED");
    expect(byEnd(" ASC").indexOf("STATE-FINISHED")).toBeLessThan(5);
    expect(byEnd(" DESC").indexOf("STATE-FINISHED")).toBeGreaterThan(5);
  });

  it("is arbitrary where none is asked for: not by age", () => {
    const told = rows("processes", { whereClause: parcels });
    const ids = told.map((row) => String(row["piid"]));
    expect(ids).toEqual(ids.toSorted());
    expect(told.map(nameOf)).not.toEqual(told.map(nameOf).toSorted());
    const pair = ["order-multi-instance", "order-card-declined"].map((one) => `ID('${piid(one)}')`).join(",");
    const whereClause = `ACTIVITY.PIID IN (${pair})`;
    const aiids = rows("activities", { whereClause }).map((row) => row["aiid"]);
    expect(aiids).toEqual(aiids.toSorted());
  });

  it.each([
    ["PROCESS_INSTANCE.CREATED DOWN", 400, "CWWBA0003E", "DOWN"],
    ["PROCESS_INSTANCE.CREATED DESC PROCESS_INSTANCE.NAME", 400, "CWWBA0003E", "PROCESS_INSTANCE.NAME"],
    ["CREATED", 400, "CWWBA0002E", "CREATED"],
    ["TASK.NAME", 400, "CWWBA0001E", "TASK"],
    ["PROCESS_INSTANCE.CREATED,", 400, "CWWBA0011E", ""],
    ["1", 400, "CWWBA0011E", "1"],
    ["", 400, "CWWBA0011E", ""],
    ["'", 400, "CWWBA0011E", "'"],
  ])("%j is refused", (clause, ...refused) => {
    expect(refusal(`/processes/filter?orderByClause=${encodeURIComponent(clause)}`)).toEqual(refused);
  });
});

describe("pages", () => {
  const page = (offset?: number, size?: number) =>
    rows("processes", { whereClause: parcels, orderByClause: "PROCESS_INSTANCE.NAME", offset, size }).map(nameOf);

  it("begin at the offset and hold the size", () => {
    const all = page();
    expect(all.length).toBe(60);
    expect(page(0, 7)).toEqual(all.slice(0, 7));
    expect(page(7, 7)).toEqual(all.slice(7, 14));
    expect(page(57, 7)).toEqual(all.slice(57));
    expect(page(60, 7)).toEqual([]);
    expect(page(55)).toEqual(all.slice(55));
    expect(page(undefined, 3)).toEqual(all.slice(0, 3));
  });

  it.each(["size", "offset"])("with a %s that is no number are refused", (name) => {
    for (const value of ["-1", "ten", "1.5", "", "1e3", "99999999999", "%201"]) {
      expect(refusal(`/processes/filter?${name}=${value}`), value).toEqual([400, "CWWBA0018E", name]);
    }
  });

  it("refuse parameters that nobody reads, and double ones", () => {
    expect(refusal("/processes/filter?where=x")).toEqual([400, "CWTBG0012E", "where"]);
    expect(refusal("/processes/filter?size=1&size=2")).toEqual([400, "CWTBG0012E", "size"]);
    expect(refusal("/processTemplates/filter?offset=1")).toEqual([400, "CWTBG0012E", "offset"]);
    expect(refusal(`/process/${piid("invoice-assigned")}?size=1`)).toEqual([400, "CWTBG0012E", "size"]);
  });
});

it("ten thousand parcels are answered quickly", () => {
  const large = bpel({}, recordsOf(tellWorld({ now, bulk: 10_000 })));
  const where = { whereClause: `${parcels} AND PROCESS_INSTANCE.STATE=PROCESS_INSTANCE.STATE.STATE_RUNNING` };
  const began = performance.now();
  for (let n = 0; n < 10; n++) {
    expect(large.rows("processes", { ...where, orderByClause: "PROCESS_INSTANCE.CREATED DESC", size: 50 }).length).toBe(
      50,
    );
  }
  const stopped = `${where.whereClause} AND ACTIVITY.STATE=ACTIVITY.STATE.STATE_STOPPED`;
  expect(large.names(stopped).length).toBe(1_000);
  const property = "PROCESS_ATTRIBUTE1.NAME='businessKey' AND PROCESS_ATTRIBUTE1.VALUE='PARCEL-009999'";
  expect(large.names(property)).toEqual(["PARCEL-009999"]);
  // A second is ten times what it takes, and a tenth of what a scan for every row would.
  expect(performance.now() - began).toBeLessThan(5_000);
});
