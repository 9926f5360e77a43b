import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { startBpelSandbox } from "../../../src/sandbox/bpel.ts";
import { bpel, now, piid, records } from "./asking.ts";

const { get, body, rows, refusal } = bpel();
const json = { accept: "application/json" };
const order = piid("order-multi-instance");
const aiid = records.activities.find(({ process }) => process.piid === order)?.aiid ?? "";
const ptid = records.templates[0]?.ptid ?? "";

describe("one process instance", () => {
  it("is told in full, in whole seconds, without anything that is null", () => {
    expect(body(`/process/${piid("invoice-suspended")}`)).toEqual({
      creationTime: "2026-11-16T12:00:00Z",
      customProperties: { businessKey: "INV-2026-007", creditor: "Papier & Söhne GmbH" },
      customText1: "INV-2026-007",
      displayName: "Invoice approval",
      executionState: "STATE_SUSPENDED",
      isBusinessRelevant: true,
      isContinueOnError: false,
      isMigrated: false,
      lastModificationTime: "2026-11-17T12:00:00Z",
      lastStateChangeTime: "2026-11-17T12:00:00Z",
      name: "INV-2026-007",
      piid: piid("invoice-suspended"),
      processTemplateID: expect.stringMatching(/^_PT:9001/),
      processTemplateName: "invoice-approval",
      startTime: "2026-11-16T12:00:00Z",
      starter: "wsadmin",
      topLevelProcessInstanceID: piid("invoice-suspended"),
      topLevelProcessInstanceName: "INV-2026-007",
    });
  });

  it("names what is above it", () => {
    expect(body(`/process/${piid("onboarding-completed-grandchild")}`)).toMatchObject({
      completionTime: "2026-11-17T12:00:01Z",
      executionState: "STATE_FINISHED",
      name: piid("onboarding-completed-grandchild"),
      parentProcessInstanceID: piid("onboarding-completed-child"),
      parentProcessInstanceName: "CUSTOMER 5004 (2)",
      topLevelProcessInstanceID: piid("onboarding-completed"),
      topLevelProcessInstanceName: "CUSTOMER 5004",
    });
  });

  const seed = join(import.meta.dirname, "../../../../shared/seeds/ibm-bfm-get-process-instance.txt");
  const told = records.processes.map((one) => body(`/process/${one.piid}`));

  it.skipIf(!existsSync(seed))("has every documented property somewhere, and no other (../shared/seeds)", () => {
    const [schema = ""] = readFileSync(seed, "utf8").split("Error Response Content");
    const documented = [...schema.matchAll(/^[ {]*"(\w+)" ?: ?\{"type"/gm)].map(([, name]) => name);
    expect(documented.length).toBe(32);
    const found = new Set(told.flatMap((one) => Object.keys(one)));
    expect([...found].toSorted()).toEqual([...new Set(documented)].toSorted());
    const states = [...schema.matchAll(/"(STATE_\w+)"/g)].map(([, name]) => name);
    expect(new Set(told.map((one) => one["executionState"]))).toEqual(new Set(states));
  });

  it("lacks every property elsewhere that need not be there", () => {
    const always = ["creationTime", "displayName", "executionState", "name", "piid", "processTemplateID"];
    const everywhere = Object.keys(told[0] ?? {}).filter((name) => told.every((one) => name in one));
    expect(everywhere.toSorted()).toEqual(
      [...always, "processTemplateName", "topLevelProcessInstanceID", "topLevelProcessInstanceName"].toSorted(),
    );
    expect(told.flatMap((one) => Object.values(one))).not.toContain(null);
    for (const [name, value] of told.flatMap((one) => Object.entries(one))) {
      if (name.endsWith("Time")) expect(value, name).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    }
  });
});

describe("lists", () => {
  it("have the short form of instances", () => {
    const whereClause = "PROCESS_INSTANCE.NAME='STATE-SUSPENDED'";
    const [row] = rows("processes", { whereClause });
    expect(row).toEqual({
      creationTime: "2026-11-21T12:00:02Z",
      displayName: "Thirteen states",
      executionState: "STATE_SUSPENDED",
      name: "STATE-SUSPENDED",
      piid: piid("state-suspended"),
      processTemplateID: expect.stringMatching(/^_PT:9001/),
      processTemplateName: "thirteen-states",
      resumptionTime: "2026-11-24T12:00:00Z",
      startTime: "2026-11-21T12:00:02Z",
      starter: "wsadmin",
      topLevelProcessInstanceID: piid("state-suspended"),
      topLevelProcessInstanceName: "STATE-SUSPENDED",
    });
    expect(body(`/process/${piid("state-suspended")}`)).toMatchObject(row ?? {});
    expect(Object.keys(body("/processes/filter"))).toEqual(["identifier", "items"]);
    expect(["processes", "activities", "processTemplates"].map((one) => body(`/${one}/filter`)["identifier"])).toEqual([
      "piid",
      "aiid",
      "ptid",
    ]);
  });

  it("hold all but what is deleted", () => {
    const ids = rows("processes", {}).map((row) => row["piid"]);
    expect(ids).not.toContain(piid("state-deleted"));
    expect(ids.length).toBe(records.processes.length - 1);
    expect(body(`/process/${piid("state-deleted")}`)["executionState"]).toBe("STATE_DELETED");
  });

  it("have the activities of an instance", () => {
    const of = (scenario: string) =>
      rows("activities", { whereClause: `ACTIVITY.PIID=ID('${piid(scenario)}')`, orderByClause: "ACTIVITY.ACTIVATED" });
    expect(of("invoice-failed-job").at(-1)).toEqual({
      activationTime: "2026-11-22T09:45:59Z",
      aiid: expect.stringMatching(/^_AI:9004[0-9a-f]{4}\.[0-9a-f]+\./),
      displayName: "Post to ledger",
      executionState: "STATE_STOPPED",
      kind: "KIND_INVOKE",
      name: "postToLedger",
      processInstanceID: piid("invoice-failed-job"),
      processInstanceName: "INV-2026-005",
      processTemplateName: "invoice-approval",
      startTime: "2026-11-22T09:45:59Z",
      stopReason: "STOP_REASON_IMPLEMENTATION_FAILED",
    });
    expect(of("invoice-overdue").find((row) => row["name"] === "approveInvoice")).toMatchObject({
      description: "Compare the invoice with the purchase order.",
      executionState: "STATE_CLAIMED",
      expirationTime: "2026-11-20T12:00:00Z",
      kind: "KIND_STAFF",
      owner: "mary.bookkeeper",
      startTime: "2026-11-10T12:10:00Z",
    });
    expect(of("order-overdue-timer").find((row) => row["name"] === "deliveryWindow")).toMatchObject({
      executionState: "STATE_WAITING",
      expirationTime: "2026-11-22T11:20:00Z",
      kind: "KIND_WAIT",
    });
  });

  it("have both versions of a template", () => {
    const found = rows("processTemplates", {
      whereClause: "PROCESS_TEMPLATE.NAME='order-fulfilment'",
      orderByClause: "PROCESS_TEMPLATE.VALID_FROM",
    });
    expect(found.map((row) => [row["displayName"], row["validFromTime"], row["version"]])).toEqual([
      ["Order fulfilment", "2026-10-08T12:00:00Z", "1.4"],
      ["Order fulfilment", "2026-10-09T12:00:00Z", "2.0"],
    ]);
    expect(new Set(found.map((row) => row["ptid"])).size).toBe(2);
    expect(body(`/processTemplate/${ptid}`)).toMatchObject({ ptid, state: "STATE_STARTED" });
  });
});

it("one activity has more than its row", () => {
  const [row] = rows("activities", { whereClause: `ACTIVITY.AIID=ID('${aiid}')` });
  expect(body(`/activity/${aiid}`)).toMatchObject({ ...row, availableActions: [] });
  expect(body(`/activity/${aiid}`)["activityTemplateID"]).toMatch(/^_ATI:/);
});

describe("the data of an instance", () => {
  const finished = `/process/${piid("onboarding-completed")}`;

  it("is XML unless JSON is wanted", () => {
    const xml = get(`${finished}/input`);
    expect(xml).toMatchObject({ status: 200, contentType: "application/xml;charset=UTF-8" });
    expect(xml.body).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n<tns:inputMessage xmlns:tns="http://example.com/customer-onboarding">' +
        '<part name="customerNumber">5004</part><part name="bureau">online</part></tns:inputMessage>',
    );
    expect(get(`${finished}/output`, { accept: "text/html, */*;q=0.1" }).contentType).toMatch(/xml/);
    expect(get(`${finished}/output`, { accept: "application/*" }).contentType).toMatch(/xml/);
    expect(get(`${finished}/output`, { accept: "application/json, application/xml;q=0.5" }).contentType).toMatch(
      /json/,
    );
    expect(body(`${finished}/output`, json)).toEqual({ customerNumber: "5004", bureau: "online", rating: "AA" });
    expect(body(`/process/${piid("state-failed")}/fault`, json)).toEqual({ faultString: expect.any(String) });
  });

  it("keeps hostile text within its element", () => {
    const every = get(`/process/${piid("variables-every-type")}/variable/markup`).body;
    expect(every).toContain("&lt;!channel&gt; *x* | ` &quot;quotes&quot; &lt;b&gt;&amp;amp;&lt;/b&gt;");
    expect(body(`/process/${piid("variables-every-type")}/variable/counter`, json)).toEqual({ counter: "-2147483648" });
  });

  it("is not there where there is none", () => {
    expect(refusal(`/process/${order}/output`)).toEqual([404, "CWWBA0015E", `output of ${order}`]);
    expect(refusal(`/process/${order}/fault`)).toEqual([404, "CWWBA0015E", `fault of ${order}`]);
    expect(refusal(`/process/${order}/variable/nothing`)).toEqual([404, "CWWBA0015E", "nothing"]);
    expect(refusal("/process/_PI:9003.1/input")).toEqual([404, "CWWBA0015E", "_PI:9003.1"]);
  });

  it("has its names told for an activity, which must be named", () => {
    expect(body(`/process/${order}/variables?activityName=pickItem`)["variableNames"]).toContain("orderNumber");
    expect(refusal(`/process/${order}/variables`)).toEqual([400, "CWTBG0011E", "activityName"]);
    expect(refusal(`/process/${order}/variables?activityName=x`)).toEqual([404, "CWWBA0015E", "x"]);
  });
});

it("a sandbox listens where it says, and is the same each time", async () => {
  const [first, second] = await Promise.all([1, 2].map(() => startBpelSandbox({ now, bulk: 60, states: true })));
  try {
    expect(first?.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/rest\/bpm\/bfm\/v1$/);
    expect(first?.instances).toEqual(records.scenarios);
    expect(second?.instances).toEqual(records.scenarios);
    const paths = [`/process/${order}`, "/processes/filter", "/activities/filter", "/processTemplates/filter"];
    for (const path of paths) {
      const texts = await Promise.all([first, second].map(async (one) => (await fetch(one?.url + path)).text()));
      expect(texts[0]).toBe(get(path).body);
      expect(texts[1]).toBe(texts[0]);
    }
    expect(first?.requests.map(({ path }) => path)).toEqual(paths);
  } finally {
    await first?.close();
    await second?.close();
  }
});
