import { describe, expect, it } from "vitest";
import { type Access, allRows, asking, needs, refusalOf, type Subject, wants } from "./subject.ts";

const only = (...definitionKeys: string[]): Access => ({ rules: [{ callers: ["local"], definitionKeys }] });

/** What a caller may not see does not exist for that caller. For seeded engines with full history. */
export function policyContract(subject: () => Subject): void {
  const labels = async (access: Access, input: object = {}) =>
    subject().labelsOf(await allRows(asking(subject(), access), input));
  const declares = async (name: string) =>
    (await subject().engine.capabilities(new AbortController().signal)).filters.some((known) => known === name);

  describe("a caller of one definition", () => {
    const access = only("credit-check");
    const ask = () => asking(subject(), access);

    const checks = ["failed", "manual", "withdrawn", "completed"].map((one) => `onboarding-${one}-child`);

    it("lists only its instances, also when asking for others", async (ctx) => {
      needs(subject(), ctx, ...checks);
      const expected = subject().world.where(({ key }) => key === "credit-check");
      expect(expected.length).toBe(4);
      expect(await labels(access)).toEqual(expected);
      expect(await labels(access, { definitionKey: ["credit-check", "invoice-approval"] })).toEqual(expected);
      expect(await labels(access, { definitionKey: "invoice-approval" })).toEqual([]);
      const { orders } = await subject().engine.capabilities(new AbortController().signal);
      if (!orders.includes("longestWaiting")) return;
      expect(await labels(access, { order: "longestWaiting" })).toEqual(
        subject().world.where(({ key, at }) => key === "credit-check" && at.length > 0),
      );
    });

    it("counts only its instances, and none of the faults elsewhere", async (ctx) => {
      needs(subject(), ctx, ...checks);
      const { counts, engines } = await ask().query({ mode: "count" });
      expect(engines[0]?.total).toBe(4);
      expect(counts?.definitions.map(({ definitionKey }) => definitionKey)).toEqual(["credit-check"]);
      expect(counts?.incidents).toEqual([]);
    });

    it.for(["invoice-assigned", "onboarding-failed", "onboarding-failed-grandchild"])(
      "%s is not found, by get or by history, like an id that does not exist",
      async (scenario, ctx) => {
        needs(subject(), ctx, scenario);
        const nobodys = subject().traits.family.ids.unknown;
        for (const tool of ["get", "history"] as const) {
          const hidden = await refusalOf(ask()[tool]({ id: subject().idOf(scenario) }));
          const unknown = await refusalOf(ask()[tool]({ id: nobodys }));
          expect(hidden.kind).toBe("notFound");
          expect(hidden.message.replace(subject().idOf(scenario), "ID")).toBe(unknown.message.replace(nobodys, "ID"));
        }
      },
    );

    it("sees neither caller, root, called instances nor incidents of other definitions", async (ctx) => {
      needs(subject(), ctx, "onboarding-failed");
      const answer = await ask().get({ id: subject().idOf("onboarding-failed-child") });
      expect(answer).not.toHaveProperty("parent");
      expect(answer).not.toHaveProperty("root");
      expect(answer).toMatchObject({ called: [], calledTotal: 0, incidents: [] });
      expect(answer.unknown).toEqual([]);
      const text = JSON.stringify(answer);
      for (const word of ["bureau-request", "customer-onboarding", "queryBureau", "bureauClient"]) {
        expect(text).not.toContain(word);
      }
    });

    it("pages as if nothing else were there", async (ctx) => {
      needs(subject(), ctx, "onboarding-failed");
      const whole = await allRows(ask(), {});
      expect((await allRows(ask(), { limit: 1 })).map(({ id }) => id)).toEqual(whole.map(({ id }) => id));
    });
  });

  it("a caller of several definitions sees these", async (ctx) => {
    needs(subject(), ctx, "onboarding-failed");
    const expected = subject().world.where(({ key }) => key === "credit-check" || key === "bureau-request");
    const access = only("credit-check", "bureau-request");
    expect(await labels(access)).toEqual(expected);
    const child = await asking(subject(), access).get({ id: subject().idOf("onboarding-failed-child") });
    expect(child).toMatchObject({ incidents: [{ element: { elementId: "queryBureau" } }], called: [{}] });
    expect(child).not.toHaveProperty("root");
  });

  it("a caller of one tenant sees that tenant only", async (ctx) => {
    needs(subject(), ctx, "payment-tenant-eu");
    const access = { rules: [{ callers: ["local"], tenants: ["acme-eu"] }] };
    expect(await labels(access)).toEqual(["payment-tenant-eu"]);
    const ask = asking(subject(), access);
    expect((await ask.query({ mode: "count" })).engines[0]?.total).toBe(1);
    expect((await ask.get({ id: subject().idOf("payment-tenant-eu") })).instance.tenantId).toBe("acme-eu");
    for (const scenario of ["payment-tenant-us", "invoice-assigned"]) {
      expect((await refusalOf(ask.get({ id: subject().idOf(scenario) }))).kind).toBe("notFound");
    }
  });

  it("who may not see a variable may not filter by it", async (ctx) => {
    if (!(await declares("variables"))) ctx.skip("not declared");
    const ask = asking(subject(), { rules: [{ callers: ["local"], variables: { show: ["creditor"] } }] });
    const unequal = subject().traits.family.variables.operators.includes("neq");
    const filter = (name: string) =>
      ask.query({
        variables: [unequal ? { name, operator: "neq", value: "x" } : { name, value: "Papier & Söhne GmbH" }],
        limit: 1,
      });
    expect(await refusalOf(filter("amount"))).toMatchObject({
      kind: "denied",
      next: expect.stringContaining("amount"),
    });
    expect((await filter("creditor")).instances).toHaveLength(1);
  });

  it("masked business keys are masked wherever they stand, and may not be filtered by", async (ctx) => {
    wants(subject(), ctx, "businessKeys", "anyBusinessKey");
    needs(subject(), ctx, "onboarding-failed");
    const ask = asking(subject(), { rules: [{ callers: ["local"], businessKeys: "masked" }] });
    expect((await refusalOf(ask.query({ businessKey: "INV*" }))).kind).toBe("denied");
    const answers = [
      await ask.get({ id: subject().idOf("onboarding-failed-grandchild") }),
      await ask.query({ limit: 100, definitionKey: "customer-onboarding" }),
      await ask.history({ id: subject().idOf("onboarding-failed") }),
    ];
    for (const answer of answers) {
      expect(JSON.stringify(answer)).not.toMatch(/CUSTOMER \d/);
      expect(JSON.stringify(answer)).toContain("CU•••");
    }
  });

  it("incident messages are cut or left out, with annotations and stack traces", async (ctx) => {
    wants(subject(), ctx, "incidentMessages");
    needs(subject(), ctx, "invoice-annotated-incident");
    const { stackTraces } = subject().traits.family.lacks;
    const id = subject().idOf("invoice-annotated-incident");
    const read = async (incidentMessages: "firstLine" | "masked" | "none") => {
      const ask = asking(subject(), { rules: [{ callers: ["local"], incidentMessages }] });
      expect((await refusalOf(ask.query({ incidentMessage: "*" }))).kind).toBe("denied");
      const answers = [
        await ask.get({ id, include: stackTraces ? [] : ["stackTraces"] }),
        await ask.history({ id }),
        await ask.query({ mode: "count", hasIncident: true }),
      ];
      return JSON.stringify(answers);
    };
    expect(await read("firstLine")).toContain("ledgerClient");
    for (const view of ["masked", "none"] as const) expect(await read(view)).not.toContain("ledgerClient");
    expect(await read("firstLine")).not.toMatch(/OPS-4711|\\tat org/);
  });

  it("a caller whom no rule names sees no engine", async () => {
    const ask = asking(subject(), { rules: [{ callers: ["somebody else"] }] });
    expect((await refusalOf(ask.query({}))).kind).toBe("invalidInput");
    expect((await refusalOf(ask.get({ id: subject().idOf("invoice-assigned") }))).kind).toBe("invalidInput");
  });
}
