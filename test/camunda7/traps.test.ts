/** What was measured on real engines and differs from what one would expect, each with the recorded proof and what becomes of it. */
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { refusalOf } from "../contract/subject.ts";
import { recorded, type Vendor, vendors } from "./replay.ts";
import { answerWith, only, upstream } from "./upstream.ts";

const users = { reader: { password: "reader", definitionKeys: ["invoice-approval"] } } as const;
const reader = { user: "reader", password: "reader" };

function tape(vendor: Vendor) {
  const { exchanges } = recorded(vendor, "traps");
  return (name: string) => {
    const found = exchanges.find((one) => one.name === name);
    if (!found) throw new Error(`${name} of ${vendor} is not recorded`);
    return found;
  };
}
const errorOf = (answer: string) =>
  z.looseObject({ type: z.string(), message: z.string().nullable() }).parse(JSON.parse(answer));
/** A recorded answer in place of the engine's. */
const replayed = ({ status, answer, contentType }: ReturnType<ReturnType<typeof tape>>) =>
  answerWith(status, answer, contentType ? { "content-type": contentType } : {});

type Trap = (of: ReturnType<typeof tape>, vendor: Vendor) => Promise<unknown>;

const traps: Readonly<Record<string, Trap>> = {
  "D1 a body that does not fit is refused as text or as JSON without a message: both are told alike": async (of) => {
    const refusals = [];
    for (const name of ["error-post-bad-date", "error-post-malformed"]) {
      expect(of(name).status).toBe(400);
      const { ask, spoil } = await upstream();
      spoil(only(/^\/history\/process-instance$/, replayed(of(name))));
      refusals.push(await refusalOf(ask.query({})));
      const json = '{"type":"InvalidRequestException","message":"","code":null}';
      spoil(only(/^\/history\/process-instance$/, answerWith(400, json)));
      refusals.push(await refusalOf(ask.query({})));
    }
    for (const refusal of refusals) {
      expect(refusal).toMatchObject({ kind: "badAnswer", message: expect.stringMatching(/historicInstances \(400/) });
      expect(refusal.message).not.toMatch(/JsonToken|REDACTED|java\.util/);
    }
  },
  "D1 so no body of ours is one that does not fit: bad times and numbers are refused before they are sent":
    async () => {
      const { ask, requests } = await upstream();
      await ask.query({ limit: 1 });
      const before = requests.length;
      for (const input of [{ startedAfter: "yesterday" }, { startedBefore: "2026-13-01" }, { endedAfter: "12" }]) {
        expect((await refusalOf(ask.query(input))).kind).toBe("invalidInput");
      }
      expect(requests.length).toBe(before);
    },
  "D2 a terminate end event ends as COMPLETED, a boundary event of the caller as INTERNALLY_TERMINATED": async () => {
    const { ask, id } = await upstream();
    const state = async (scenario: string) => (await ask.get({ id: id(scenario) })).instance;
    expect(await state("invoice-rejected")).toMatchObject({ state: "completed", engineState: "COMPLETED" });
    expect(await state("onboarding-withdrawn-child")).toMatchObject({
      state: "terminated",
      engineState: "INTERNALLY_TERMINATED",
    });
  },
  "D3 an unreadable running instance is 404 by id but 403 by its tree: not permitted, not unknown": async (of) => {
    expect([of("runtime-get-hidden-as-reader").status, of("history-get-hidden-as-reader").status]).toEqual([404, 404]);
    expect(of("activity-tree-hidden-as-reader").status).toBe(403);
    expect(of("activity-tree-unknown-as-reader").status).toBe(404);
    expect(of("activity-tree-ended-hidden-as-reader").status).toBe(404);
    const { ask, id } = await upstream({ auth: { users }, user: reader });
    const words = async (one: string) => (await refusalOf(ask.get({ id: one }))).message.replace(one, "ID");
    const hidden = await words(id("payment-waiting-message"));
    expect(hidden).toMatch(/rights/);
    expect(hidden).not.toMatch(/another engine|cleanup/);
    const unknown = await words("11111111-2222-3333-4444-555555555555");
    expect(unknown).toMatch(/another engine.*cleanup/);
    expect(await words(id("payment-refused"))).toBe(unknown);
  },
  "D4 a wrong maxResults is 404 QueryParamException, which is not 'not found'": async (of) => {
    const answer = of("error-get-max-results-text");
    expect([answer.status, errorOf(answer.answer).type]).toEqual([404, "QueryParamException"]);
    const { ask, id, spoil } = await upstream();
    spoil(replayed(answer));
    expect((await refusalOf(ask.get({ id: id("invoice-assigned") }))).kind).toBe("badAnswer");
  },
  "D5 an empty list of ids fails with 500: it is never sent": async (of) => {
    expect(of("runtime-query-empty-ids").status).toBe(500);
    const { ask, requests } = await upstream({ bulk: 0 });
    await ask.query({ attention: ["retrying"], definitionKey: "credit-check" });
    await ask.query({ waitingLongerThan: "300w" });
    await ask.query({ state: "completed" });
    expect(requests.filter(({ body }) => /"\w+":\[\]/.test(body))).toEqual([]);
  },
  "D5 of active and suspended at once the last one wins: they are asked one by one": async (of) => {
    expect(of("runtime-list-active-and-suspended").status).toBe(200);
    const { ask, requests } = await upstream();
    const { instances = [] } = await ask.query({ state: ["active", "suspended"], limit: 100 });
    expect(new Set(instances.map(({ state }) => state))).toEqual(new Set(["active", "suspended"]));
    const flags = requests.map(({ body }) =>
      ["active", "suspended", "completed"].filter((one) => body.includes(`"${one}":true`)),
    );
    expect(flags.filter(({ length }) => length > 1)).toEqual([]);
  },
  "D6 an encoded slash in an id gives Tomcat's HTML: such an id is not asked for": async (of) => {
    expect(of("runtime-get-slash-id")).toMatchObject({
      status: 400,
      contentType: expect.stringContaining("text/html"),
    });
    const { ask, requests } = await upstream();
    await ask.query({ limit: 1 });
    const before = requests.length;
    for (const question of [
      ask.get({ id: "a/b" }),
      ask.history({ id: "a/b" }),
      ask.get({ id: "a\\b" }),
      ask.get({ id: "ü".repeat(65) }),
    ]) {
      expect((await refusalOf(question)).kind).toBe("notFound");
    }
    expect(requests.length).toBe(before);
  },
  "D6 ;x=1 after an id is silently dropped: it is sent encoded, and not found": async (of) => {
    expect(of("runtime-get-semicolon").status).toBe(200);
    const { ask, id, requests } = await upstream();
    expect((await refusalOf(ask.get({ id: `${id("invoice-assigned")};x=1` }))).kind).toBe("notFound");
    expect(requests.filter(({ url }) => url.includes(";"))).toEqual([]);
    expect(requests.some(({ url }) => url.endsWith("%3Bx%3D1"))).toBe(true);
  },
  "D7 stack traces as JSON are 406: they are asked for as text": async (of) => {
    expect(of("job-stacktrace-accept-json").status).toBe(406);
    const { ask, id } = await upstream();
    const { incidents, unknown } = await ask.get({ id: id("invoice-failed-job"), include: ["stackTraces"] });
    expect(incidents[0]?.stackTrace).toMatch(/Exception/);
    expect(unknown).toEqual([]);
  },
  "D8 rows that began in one millisecond come in an order of the database's own: pages are in ours": async () => {
    const { ask } = await upstream({ bulk: 40 });
    const whole = (await ask.query({ definitionKey: "parcel-tracking", limit: 100 })).instances ?? [];
    const names = whole.map(({ startedAt, id }) => [startedAt ?? "", id] as const);
    const sorted = [...names].sort(([a, x], [b, y]) => (a === b ? (x < y ? -1 : 1) : a > b ? -1 : 1));
    expect(names).toEqual(sorted);
    expect(new Set(names.map(([at]) => at)).size).toBeLessThan(names.length);
  },
  "D9 the operation log is empty without an authenticated user, even at level full: not recorded, never nobody":
    async () => {
      const { ask, id } = await upstream();
      const { sources, events } = await ask.history({ id: id("invoice-failed-job"), kinds: ["operation"] });
      expect(events).toEqual([]);
      expect(sources).toEqual([{ kind: "operation", status: "notRecorded" }]);
    },
  "D10 cancelled without a reason: deleteReason is null": async () => {
    const { ask, id } = await upstream();
    expect((await ask.get({ id: id("invoice-cancelled") })).instance.endReason).toBeNull();
  },
  "D10 a propagated incident has neither message nor configuration: its root cause is followed": async () => {
    const { ask, id } = await upstream();
    const { incidents } = await ask.get({ id: id("onboarding-failed"), include: ["stackTraces"] });
    expect(incidents).toHaveLength(1);
    expect(incidents[0]).toMatchObject({ instanceId: id("onboarding-failed-grandchild"), message: expect.any(String) });
    expect(incidents[0]?.stackTrace).toBeDefined();
  },
  "D11 values are never deserialised: one unknown class would fail the whole answer": async (of) => {
    expect(of("variables-map-deserialised-unknown-class").status).toBe(500);
    const { ask, id, requests } = await upstream();
    await ask.get({ id: id("variables-every-type"), include: ["variables"] });
    await ask.get({ id: id("invoice-completed"), include: ["variables"] });
    await ask.history({ id: id("invoice-completed"), kinds: ["variable"] });
    const asked = requests.filter(({ path }) => /variable-instance$/.test(path));
    expect(asked).toHaveLength(3);
    for (const { url } of asked) expect(url).toContain("deserializeValues=false");
  },
  "D12 a filter that is none is ignored and everything returned: only known filters are sent": async (of) => {
    for (const name of ["history-query-restarted-is-no-filter", "error-post-unknown-filter"]) {
      expect(JSON.parse(of(name).answer), name).toHaveLength(2);
    }
    const { ask, requests } = await upstream();
    const asks: object[] = [{ restartedFrom: "x" }, { processInstanceBusinessKey: "x" }, { business_key: "x" }];
    for (const input of asks) expect((await refusalOf(ask.query(input))).kind).toBe("invalidInput");
    expect(requests).toEqual([]);
  },
  "D13 wrong and locked passwords are the same 401 without a body: asked once, told as a refused login": async (of) => {
    for (const name of ["wrong-password-01", "wrong-password-12", "right-password-after-wrong-ones"]) {
      expect(of(name), name).toMatchObject({ status: 401, answer: "" });
    }
    const { ask, id, requests } = await upstream({ auth: { users }, user: { user: "reader", password: "wrong" } });
    expect(await refusalOf(ask.get({ id: id("invoice-assigned") }))).toMatchObject({ kind: "unauthenticated" });
    expect(requests).toHaveLength(1);
  },
  "D14 only CIB seven tells its configuration, so only an unclear version is asked for it": async (of, vendor) => {
    expect(of("configuration").status).toBe(vendor === "cibseven" ? 200 : 404);
    const { ask, requests } = await upstream({ flavor: vendor });
    await ask.query({ limit: 1 });
    expect(requests.some(({ path }) => path === "/configuration")).toBe(vendor !== "camunda7");
  },
  "D14 telemetry tells the vendor, but needs rights: nobody asks for it": async (of) => {
    expect(of("telemetry").status).toBe(200);
    const { ask, requests } = await upstream();
    await ask.query({ limit: 1 });
    expect(requests.filter(({ path }) => path.startsWith("/telemetry"))).toEqual([]);
  },
  "A4.4 a limit of the server is learnt from its refusal": async (of) => {
    expect(errorOf(of("over-the-limit-as-admin").answer).message).toMatch(/^Max results limit of 100 exceeded!$/);
    expect(of("unbounded-as-admin").status).toBe(400);
  },
};

describe.for(vendors)("measured on %s", (vendor) => {
  const of = tape(vendor);
  it.for(Object.entries(traps))("%s", async ([, trap]) => {
    await trap(of, vendor);
  });
});

describe("measured on Camunda 7.24 without history", () => {
  it("D12 its history answers 404 or nothing, for running instances as well", () => {
    const of = tape("camunda7");
    expect(of("runtime-get-invoice-assigned").status).toBe(200);
    expect(of("history-get-invoice-assigned").status).toBe(404);
    expect(JSON.parse(of("history-activities-invoice-assigned").answer)).toEqual([]);
    expect(JSON.parse(of("history-query-newest").answer)).toEqual([]);
    expect(JSON.parse(of("incident-list-onboarding-failed").answer)).toHaveLength(1);
    expect(JSON.parse(of("history-incident-onboarding-failed").answer)).toEqual([]);
  });
});
