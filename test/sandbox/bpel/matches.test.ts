import { describe, expect, it } from "vitest";
import { bpel, piid, records } from "./asking.ts";

const { names, rows } = bpel();

describe("matches", () => {
  const all = records.processes.filter(({ state }) => state !== "STATE_DELETED");

  it("compare texts by case, whole, and code point by code point", () => {
    expect(names("PROCESS_INSTANCE.NAME='INV-2026-001'")).toEqual(["INV-2026-001"]);
    expect(names("PROCESS_INSTANCE.NAME='inv-2026-001'")).toEqual([]);
    expect(names("PROCESS_INSTANCE.NAME LIKE 'INV-2026-00_'").length).toBe(9);
    expect(names("PROCESS_INSTANCE.NAME LIKE 'INV-2026-00'")).toEqual([]);
    expect(names("PROCESS_INSTANCE.NAME LIKE '%東京 _ #7'")).toEqual(["Bestellung Größe XL – 東京 🚚 #7"]);
    expect(names("PROCESS_INSTANCE.NAME LIKE '%'").length).toBe(all.length);
    // Nothing escapes: the percent sign stays a wildcard, the backslash a character.
    expect(names("PROCESS_INSTANCE.NAME LIKE 'ORDER\\_100\\%'")).toEqual([]);
    expect(names("PROCESS_INSTANCE.NAME LIKE 'ORDER_100%'").length).toBe(4);
    expect(names("PROCESS_INSTANCE.NAME LIKE '%\\off'")).toEqual(["ORDER_100%_\\off"]);
    expect(names("PROCESS_INSTANCE.NAME>='STATE-' AND PROCESS_INSTANCE.NAME<'STATE-D'").length).toBe(3);
  });

  it("order texts by code point, in which no letter is a sign", () => {
    const between = names("PROCESS_INSTANCE.NAME>'Z' AND PROCESS_INSTANCE.NAME<'a'");
    expect(between.length).toBeGreaterThan(3);
    for (const name of between) expect(name).toMatch(/^_PI:/);
  });

  it("know neither yes nor no of what is missing", () => {
    const completed = names("PROCESS_INSTANCE.COMPLETED<=CURRENT_DATE").length;
    expect(completed).toBeGreaterThan(5);
    expect(names("NOT PROCESS_INSTANCE.COMPLETED<=CURRENT_DATE")).toEqual([]);
    expect(names("PROCESS_INSTANCE.PARENT_NAME<>'x'").length).toBe(all.filter(({ parent }) => parent).length);
    expect(names("NOT PROCESS_INSTANCE.PARENT_NAME IN ('x')").length).toBe(all.filter(({ parent }) => parent).length);
    expect(names("NOT (PROCESS_INSTANCE.PARENT_NAME='x' AND PROCESS_INSTANCE.NAME LIKE '%')").length).toBe(
      all.filter(({ parent }) => parent).length,
    );
    expect(names("PROCESS_INSTANCE.PARENT_NAME='x' OR PROCESS_INSTANCE.NAME LIKE '%'").length).toBe(all.length);
    expect(names("NOT (PROCESS_INSTANCE.PARENT_NAME='x' AND PROCESS_INSTANCE.NAME='no such')").length).toBe(all.length);
  });

  it("compare states by word or number, ids and times by value", () => {
    const suspended = ["INV-2026-007", "STATE-SUSPENDED"];
    expect(names("PROCESS_INSTANCE.STATE=PROCESS_INSTANCE.STATE.STATE_SUSPENDED").toSorted()).toEqual(suspended);
    expect(names("PROCESS_INSTANCE.STATE=11").toSorted()).toEqual(suspended);
    expect(names("PROCESS_INSTANCE.STATE>=11").toSorted()).toEqual(
      [...suspended, "STATE-COMPENSATION-FAILED"].toSorted(),
    );
    expect(names(`PROCESS_INSTANCE.PIID=ID('${piid("invoice-assigned")}')`)).toEqual(["INV-2026-002"]);
    expect(names(`PROCESS_INSTANCE.PIID<>ID('${piid("invoice-assigned")}')`).length).toBe(all.length - 1);
    const pair = [piid("invoice-assigned"), piid("invoice-overdue")];
    expect(names(`PROCESS_INSTANCE.PIID IN (ID('${pair[0]}'),ID('${pair[1]}'),ID('${pair[0]}'))`).length).toBe(2);
    expect(names(`PROCESS_INSTANCE.PARENT_PIID=ID('${piid("onboarding-failed")}')`)).toEqual(["CUSTOMER 5001 (2)"]);
    expect(names(`PROCESS_INSTANCE.TOP_LEVEL_PIID=ID('${piid("onboarding-failed")}')`).length).toBe(3);
    expect(names(`PROCESS_INSTANCE.PIID=ID('${piid("state-deleted")}')`)).toEqual([]);
    expect(names("PROCESS_INSTANCE.PIID=PROCESS_INSTANCE.TOP_LEVEL_PIID").length).toBe(
      all.filter(({ parent }) => parent === null).length,
    );
    expect(names("PROCESS_INSTANCE.IS_MIGRATED=TRUE")).toEqual(["STATE-COMPENSATED"]);
    expect(names("PROCESS_INSTANCE.RESUMES>CURRENT_DATE")).toEqual(["STATE-SUSPENDED"]);
    // Stored with milliseconds, shown in seconds: a started second is not over.
    expect(
      names("PROCESS_INSTANCE.CREATED<=TS('2026-11-21T12:00:01') AND PROCESS_INSTANCE.NAME LIKE 'STATE-%'"),
    ).toEqual(["STATE-READY"]);
  });

  it("hold for activities and templates too", () => {
    const stopped = rows("activities", { whereClause: "ACTIVITY.STATE=ACTIVITY.STATE.STATE_STOPPED" });
    expect(stopped.length).toBe(records.activities.filter(({ state }) => state === "STATE_STOPPED").length);
    expect(rows("activities", { whereClause: "ACTIVITY.OWNER='mary.bookkeeper'" }).length).toBe(3);
    expect(rows("processTemplates", { whereClause: "PROCESS_TEMPLATE.NAME='order-fulfilment'" }).length).toBe(2);
    const of = (view: string) => ({ whereClause: `${view}.PTID=ID('${records.templates[0]?.ptid}')` });
    expect(rows("processTemplates", of("PROCESS_TEMPLATE")).length).toBe(1);
    expect(rows("processes", of("PROCESS_TEMPLATE"))).toEqual(rows("processes", of("PROCESS_INSTANCE")));
  });
});
