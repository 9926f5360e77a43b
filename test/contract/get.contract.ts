import { describe, expect, it } from "vitest";
import { asking, needs, type Subject, wants } from "./subject.ts";
import type { Family } from "./vocabulary/family.ts";

const iso = expect.stringMatching(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/);

/** State, times, relatives and reasons of instances of every kind. For engines that keep history. */
export function getContract(subject: () => Subject, family: Family): void {
  const ask = () => asking(subject());
  const { states } = family.world;
  const instance = async (scenario: string) => (await ask().get({ id: subject().idOf(scenario) })).instance;

  it("tells state, definition, business key and tenant of every scenario as they are", async () => {
    const { facts } = subject().world;
    for (const [label, fact] of Object.entries(facts)) {
      if (!subject().scenarios[label]) continue;
      expect(await instance(label), label).toMatchObject({
        id: subject().idOf(label),
        engine: subject().engine.id,
        state: fact.state,
        definition: { key: fact.key, ...(family.lacks.versions ? {} : { version: fact.version }) },
        ...(family.lacks.businessKeys ? {} : { businessKey: fact.businessKey }),
        ...(family.lacks.tenants ? {} : { tenantId: fact.tenant ?? family.world.untenanted }),
        startedAt: iso,
        endedAt: fact.at.length > 0 ? null : iso,
      });
    }
  });

  it("what the engine does not know of is missing, and not null", async () => {
    const { never } = family;
    for (const scenario of ["invoice-cancelled", "invoice-failed-job", "variables-every-type"]) {
      if (!subject().scenarios[scenario]) continue;
      const { instance: found, incidents } = await ask().get({ id: subject().idOf(scenario) });
      for (const name of never.instance) expect(found, scenario).not.toHaveProperty(name);
      for (const one of incidents) for (const name of never.incident) expect(one, scenario).not.toHaveProperty(name);
    }
  });

  it("answers for a running instance, with nothing unknown", async () => {
    const answer = await ask().get({ id: subject().idOf("invoice-unassigned") });
    expect(answer).toMatchObject({
      instance: { engineState: states.active, hasIncident: false, durationMs: null, parentId: null },
      incidents: [],
      called: [],
      unknown: [],
    });
    if (!family.lacks.endReasons) expect(answer.instance.endReason).toBeNull();
    expect(answer.instance.rootId ?? answer.instance.id).toBe(answer.instance.id);
    expect(answer).not.toHaveProperty("parent");
    expect(answer).not.toHaveProperty("root");
    expect(answer).not.toHaveProperty("variables");
  });

  it("tells a suspended instance from an active one", async (ctx) => {
    wants(subject(), ctx, "suspension");
    needs(subject(), ctx, "invoice-suspended");
    expect(await instance("invoice-suspended")).toMatchObject({ state: "suspended", engineState: states.suspended });
  });

  it("tells how long an ended instance took, and that it waits for nothing", async () => {
    const answer = await ask().get({ id: subject().idOf("invoice-completed") });
    const { startedAt = "", endedAt, durationMs } = answer.instance;
    expect(durationMs).toBe(Date.parse(endedAt ?? "") - Date.parse(startedAt));
    expect(answer).toMatchObject({ instance: { engineState: states.completed, hasIncident: false }, waitingAt: [] });
  });

  it.for(family.world.endings)("%s ended as %s with the reason %s", async ([scenario, engineState, endReason], ctx) => {
    needs(subject(), ctx, scenario);
    expect(await instance(scenario)).toMatchObject({
      state: "terminated",
      engineState,
      ...(family.lacks.endReasons ? {} : { endReason }),
    });
  });

  it("names the instance that a restarted one was restarted from", async (ctx) => {
    wants(subject(), ctx, "restarts");
    needs(subject(), ctx, "invoice-restarted");
    const found = await instance("invoice-restarted");
    if (found.restartedFrom === undefined) return expect(subject().traits.filters).toBeDefined(); // before 7.22
    expect(found.restartedFrom).toBe(subject().idOf("invoice-restarted-original"));
  });

  describe("a family of called instances", () => {
    it("names the called ones of the root, newest first, with their total", async (ctx) => {
      needs(subject(), ctx, "onboarding-failed");
      const answer = await ask().get({ id: subject().idOf("onboarding-failed") });
      expect(answer).toMatchObject({
        called: [
          { id: subject().idOf("onboarding-failed-child"), definition: { key: "credit-check" }, state: "active" },
        ],
        calledTotal: 1,
      });
      expect(answer).not.toHaveProperty("parent");
    });

    it("names parent and root of a grandchild, the root with the business key that the grandchild lacks", async (ctx) => {
      needs(subject(), ctx, "onboarding-failed");
      const { idOf, world } = subject();
      const businessKeys = (label: string) =>
        family.lacks.businessKeys ? {} : { businessKey: world.facts[label]?.businessKey };
      expect(await ask().get({ id: idOf("onboarding-failed-grandchild") })).toMatchObject({
        instance: {
          ...businessKeys("onboarding-failed-grandchild"),
          parentId: idOf("onboarding-failed-child"),
          rootId: idOf("onboarding-failed"),
        },
        parent: { id: idOf("onboarding-failed-child"), definition: { key: "credit-check" } },
        root: {
          id: idOf("onboarding-failed"),
          ...businessKeys("onboarding-failed"),
          definition: { key: "customer-onboarding" },
        },
        called: [],
      });
    });

    it("gives a child's parent as its root as well", async (ctx) => {
      needs(subject(), ctx, "onboarding-manual");
      const { idOf } = subject();
      expect(await ask().get({ id: idOf("onboarding-manual-child") })).toMatchObject({
        parent: { id: idOf("onboarding-manual") },
        root: { id: idOf("onboarding-manual") },
        called: [{ id: idOf("onboarding-manual-grandchild") }],
      });
    });

    it("keeps the family of an ended instance", async (ctx) => {
      needs(subject(), ctx, "onboarding-withdrawn");
      const { idOf } = subject();
      expect(await ask().get({ id: idOf("onboarding-withdrawn") })).toMatchObject({
        instance: { state: "completed" },
        called: [{ id: idOf("onboarding-withdrawn-child"), state: "terminated" }],
      });
    });
  });
}
