import { describe, expect, it } from "vitest";
import { asking, needs, refusalOf, type Subject, wants } from "./subject.ts";
import { hostileMessage, ledgerMessage } from "./world.ts";

const fingerprint = expect.stringMatching(/^[0-9a-f]{12}$/);

/** Open incidents: root causes, here and in called instances, with what an operator needs. Independent of the history. */
export function incidentsContract(subject: () => Subject): void {
  const ask = () => asking(subject());

  const family = () => subject().traits.family;
  const noneLeft = () => ((family().lacks.jobs ?? family().lacks.retries) ? {} : { retries: 0 });
  const said = (message: unknown) => (family().lacks.incidentMessages ? null : message);

  it("a failed job: element, type, message, no retries left, when", async () => {
    const { instance, incidents } = await ask().get({ id: subject().idOf("invoice-failed-job") });
    expect(instance).toMatchObject({ state: "active", hasIncident: true });
    expect(incidents).toMatchObject([
      {
        instanceId: instance.id,
        type: family().world.failedJob,
        element: { elementId: "postToLedger" },
        message: said(ledgerMessage),
        fingerprint,
        ...noneLeft(),
        since: expect.stringMatching(/Z$/),
      },
    ]);
    expect(incidents[0]).not.toHaveProperty("stackTrace");
  });

  it("a failed external task", async (ctx) => {
    needs(subject(), ctx, "payment-failed-external-task");
    const { incidents } = await ask().get({ id: subject().idOf("payment-failed-external-task") });
    expect(incidents).toMatchObject([
      {
        type: family().world.failedWork,
        message: said("Payment provider did not answer: Read timed out"),
        ...noneLeft(),
      },
    ]);
  });

  it("equal faults have one fingerprint, different ones another", async (ctx) => {
    needs(subject(), ctx, "invoice-annotated-incident");
    const of = async (scenario: string) =>
      (await ask().get({ id: subject().idOf(scenario) })).incidents[0]?.fingerprint;
    expect(await of("invoice-annotated-incident")).toBe(await of("invoice-failed-job"));
    needs(subject(), ctx, "payment-failed-external-task");
    if (family().lacks.incidentMessages) return;
    expect(await of("payment-failed-external-task")).not.toBe(await of("payment-failed-hostile-text"));
  });

  it("text that tries to be markup comes as it is, with what could hide text taken out", async (ctx) => {
    wants(subject(), ctx, "incidentMessages");
    needs(subject(), ctx, "payment-failed-hostile-text");
    const { incidents } = await ask().get({ id: subject().idOf("payment-failed-hostile-text") });
    expect(incidents[0]?.message).toBe(hostileMessage);
  });

  it("an annotation", async (ctx) => {
    wants(subject(), ctx, "annotations");
    needs(subject(), ctx, "invoice-annotated-incident");
    const { incidents } = await ask().get({ id: subject().idOf("invoice-annotated-incident") });
    expect(incidents[0]?.annotation).toBe("Ledger maintenance until Monday, see OPS-4711 *do not retry*");
  });

  it("a job that still retries is no incident", async (ctx) => {
    needs(subject(), ctx, "payment-job-retrying");
    const answer = await ask().get({ id: subject().idOf("payment-job-retrying") });
    expect(answer).toMatchObject({ instance: { hasIncident: false }, incidents: [] });
  });

  describe("in called instances", () => {
    it.for(["onboarding-failed", "onboarding-failed-child", "onboarding-failed-grandchild"])(
      "the one root cause in the grandchild is seen from %s, once, with its message",
      async (scenario, ctx) => {
        needs(subject(), ctx, scenario);
        const { instance, incidents } = await ask().get({ id: subject().idOf(scenario) });
        expect(instance.hasIncident).toBe(subject().world.facts[scenario]?.incident !== undefined);
        expect(incidents).toMatchObject([
          {
            instanceId: subject().idOf("onboarding-failed-grandchild"),
            type: family().world.failedJob,
            element: { elementId: "queryBureau" },
            message: said(expect.stringMatching(/^Unable to evaluate script/)),
          },
        ]);
        expect(incidents).toHaveLength(1);
      },
    );
  });

  describe("stack traces", () => {
    it("are refused where the engine has none", async (ctx) => {
      if (!family().lacks.stackTraces) ctx.skip("the engine has them");
      const asked = ask().get({ id: subject().idOf("invoice-failed-job"), include: ["stackTraces"] });
      expect(await refusalOf(asked)).toMatchObject({ kind: "unsupported" });
    });

    it("come on request, for jobs", async (ctx) => {
      wants(subject(), ctx, "stackTraces");
      const { incidents } = await ask().get({ id: subject().idOf("invoice-failed-job"), include: ["stackTraces"] });
      expect(incidents[0]?.stackTrace).toMatch(/Exception: .*ledgerClient[\s\S]*\n\tat org\.camunda/);
    });

    it("of a root cause elsewhere as well", async (ctx) => {
      wants(subject(), ctx, "stackTraces");
      needs(subject(), ctx, "onboarding-failed");
      const { incidents } = await ask().get({ id: subject().idOf("onboarding-failed"), include: ["stackTraces"] });
      expect(incidents[0]?.stackTrace).toMatch(/bureauClient/);
    });

    it("for external tasks, cut at 8,000 bytes", async (ctx) => {
      wants(subject(), ctx, "stackTraces");
      needs(subject(), ctx, "payment-failed-external-task");
      const { incidents } = await ask().get({
        id: subject().idOf("payment-failed-external-task"),
        include: ["stackTraces"],
      });
      expect(incidents[0]?.stackTrace).toMatch(/^java\.net\.SocketTimeoutException/);
      expect(incidents[0]?.stackTrace).toHaveLength(8_000);
    });
  });
}

/** What only a history of level full still knows. */
export function resolvedIncidentsContract(subject: () => Subject): void {
  it("a resolved incident is told on request only, with when it was resolved, and is not open", async (ctx) => {
    wants(subject(), ctx, "resolvedIncidents");
    needs(subject(), ctx, "payment-incident-resolved");
    const id = subject().idOf("payment-incident-resolved");
    const { world, lacks } = subject().traits.family;
    const plain = await asking(subject()).get({ id });
    expect(plain).toMatchObject({ instance: { hasIncident: false }, incidents: [] });
    const { instance, incidents } = await asking(subject()).get({ id, include: ["incidentsResolved"] });
    expect(instance.hasIncident).toBe(false);
    const resolvedAt = lacks.incidentEnds ? {} : { resolvedAt: expect.stringMatching(/Z$/) };
    expect(incidents).toMatchObject([{ type: world.failedWork, instanceId: id, ...resolvedAt }]);
  });
}
