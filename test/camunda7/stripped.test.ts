import { describe, expect, it } from "vitest";
import { type Asking, refusalOf } from "../contract/subject.ts";
import { changed, upstream } from "./upstream.ts";

describe("a proxy that strips the body of queries", () => {
  const bare: Record<string, (ask: Asking) => Promise<unknown>> = {
    definitionKey: (ask) => ask.query({ definitionKey: "credit-check" }),
    state: (ask) => ask.query({ state: "suspended" }),
    businessKey: (ask) => ask.query({ businessKey: "INV-2026-001" }),
    tenantId: (ask) => ask.query({ tenantId: "acme-eu" }),
    startedBefore: (ask) => ask.query({ startedBefore: "30d" }),
    endedAfter: (ask) => ask.query({ endedAfter: "1d" }),
    hasIncident: (ask) => ask.query({ hasIncident: true }),
    elementId: (ask) => ask.query({ elementId: "approveInvoice" }),
    passedElementId: (ask) => ask.query({ passedElementId: "approveInvoice" }),
    incidentMessage: (ask) => ask.query({ incidentMessage: "*ledger*" }),
    incidentType: (ask) => ask.query({ incidentType: "failedExternalTask" }),
    attention: (ask) => ask.query({ attention: ["retrying"] }),
    "attention waiting": (ask) => ask.query({ attention: ["waiting"] }),
    variables: (ask) => ask.query({ variables: [{ name: "amount", operator: "gt", value: 5 }] }),
    parentId: (ask) => ask.query({ parentId: "11111111-2222-3333-4444-555555555555" }),
    rootId: (ask) => ask.query({ rootId: "11111111-2222-3333-4444-555555555555" }),
    waitingLongerThan: (ask) => ask.query({ waitingLongerThan: "10d" }),
    "a count by definition": (ask) => ask.query({ mode: "count", definitionKey: "credit-check" }),
    "a count of what is stuck": (ask) => ask.query({ mode: "count", hasIncident: true }),
    "a count by element": (ask) => ask.query({ mode: "count", elementId: "approveInvoice" }),
  };

  /** From now on no query has a body. */
  const strip = ({ url, spoil }: Awaited<ReturnType<typeof upstream>>): void => {
    const bodiless = changed(
      () => url,
      (rows) => rows,
    );
    spoil((passing, response) => passing.method === "POST" && bodiless({ ...passing, body: "{}" }, response));
  };

  it.for(Object.entries(bare))("%s: a bad answer, never a wrong list", async ([, question]) => {
    const engine = await upstream();
    strip(engine);
    expect((await refusalOf(question(engine.ask))).kind).toBe("badAnswer");
    engine.spoil();
    await question(engine.ask);
  });

  const wellBehavedAtFirst = ["definitionKey", "state", "elementId", "passedElementId", "variables", "incidentMessage"];
  it.for([...wellBehavedAtFirst, "a count by definition"])(
    "%s: also when it begins to strip in the middle",
    async (name) => {
      const engine = await upstream();
      await engine.ask.query({ limit: 1 });
      strip(engine);
      expect((await refusalOf(bare[name]?.(engine.ask) ?? Promise.resolve())).kind).toBe("badAnswer");
    },
  );
});
