import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Camunda8Variant, startVariant, traitsOf } from "./camunda8-sandboxes.ts";
import { type Handler, startFront } from "./front.ts";
import { allRows, asking, type Running, refusalOf, type Subject, subjectOf } from "./subject.ts";
import { hostileMessage } from "./world.ts";

const second = 1_000;
const minute = 60 * second;

const forms = [
  { api: "8.9", key: "businessId" },
  { api: "8.8", key: "variable" },
  { api: "operate", key: "variable" },
] as const;
type Form = (typeof forms)[number];

/** The sandbox as it stands when what happened so long ago has not been exported yet. */
const delayed = ({ api, key }: Form, delayMs: number): Camunda8Variant => ({
  key,
  options: { api, delayMs },
  traits: { parcels: 0 },
});

describe.for(forms)("before the export has caught up: $api", (form) => {
  let running: Running;
  afterAll(() => running.close());

  describe("an instance that began later than what can be seen", () => {
    // `payment-tenant-eu` began 40 minutes before now, `payment-failed-hostile-text` 25.
    const variant = delayed(form, 30 * minute);
    let subject: Subject;
    beforeAll(async () => {
      running = await startVariant(variant);
      subject = subjectOf(traitsOf(variant), running);
      return () => subject.engine.close();
    });

    it("is not found, and the sentence says that it may not be exported yet", async () => {
      for (const tool of ["get", "history"] as const) {
        const refusal = await refusalOf(asking(subject)[tool]({ id: subject.idOf("payment-failed-hostile-text") }));
        expect(refusal).toMatchObject({ kind: "notFound", message: expect.stringContaining("export") });
      }
      const { instance } = await asking(subject).get({ id: subject.idOf("payment-tenant-eu") });
      expect(instance.state).toBe("active");
    });

    it("is waited for no longer than asked", async () => {
      const began = performance.now();
      const id = subject.idOf("payment-failed-hostile-text");
      const refusal = await refusalOf(asking(subject).get({ id, waitUpToMs: 700 }));
      expect(refusal).toMatchObject({ kind: "notFound", message: expect.stringContaining("export") });
      const waited = performance.now() - began;
      expect(waited).toBeGreaterThanOrEqual(690);
      expect(waited).toBeLessThan(5_000);
    });

    it("is found when it appears while it is waited for, with all that belongs to it", async () => {
      const later = await startVariant(delayed(form, 0));
      const id = subject.idOf("payment-failed-hostile-text");
      let missed = 0;
      const hide: Handler = ({ path }, pass, response) => {
        if (!path.endsWith(id) || missed >= 2) return pass();
        missed += 1;
        const body =
          form.api === "operate"
            ? { status: 404, message: `No process instance found for key ${id}`, type: "Requested resource not found" }
            : { status: 404, title: "NOT_FOUND", detail: `Process Instance with key '${id}' not found` };
        response.writeHead(404, { "content-type": "application/problem+json" }).end(JSON.stringify(body));
      };
      const front = await startFront(later.url, hide);
      const engine = later.connect(front.url);
      try {
        const answer = await asking({ engine, now: later.now }).get({ id, waitUpToMs: 5_000 });
        expect(missed).toBe(2);
        expect(answer).toMatchObject({
          instance: { id, state: "active" },
          waitingAt: [{ element: { elementId: "captureFunds" } }],
          incidents: [{ message: hostileMessage }],
          unknown: [],
        });
        missed = 0;
        expect((await refusalOf(asking({ engine, now: later.now }).get({ id }))).kind).toBe("notFound");
        expect(missed).toBe(1);
      } finally {
        await engine.close();
        await front.close();
        await later.close();
      }
    });
  });
});

describe.for(forms)("an incident that is pending: $api", (form) => {
  // The incident of `payment-failed-hostile-text` opened 24.5 minutes before now: it can be listed, its instance is not marked.
  const variant = delayed(form, 24 * minute + 45 * second);
  let subject: Subject;
  let running: Running;
  beforeAll(async () => {
    running = await startVariant(variant);
    subject = subjectOf(traitsOf(variant), running);
  });
  afterAll(async () => {
    await subject.engine.close();
    await running.close();
  });

  it("is told once, as an open one, and its instance has it", async () => {
    const answer = await asking(subject).get({ id: subject.idOf("payment-failed-hostile-text") });
    expect(answer.instance.hasIncident).toBe(true);
    expect(answer.incidents.map(({ message }) => message)).toEqual([hostileMessage]);
  });

  it("stands once in the history, as open", async () => {
    const id = subject.idOf("payment-failed-hostile-text");
    const { events } = await asking(subject).history({ id, kinds: ["incident"] });
    expect(events).toMatchObject([{ outcome: "active", message: hostileMessage }]);
  });

  it("those that are active stand beside it without doubles", async () => {
    for (const [label, { incident }] of Object.entries(subject.world.facts)) {
      if (!subject.scenarios[label]) continue;
      const { incidents } = await asking(subject).get({ id: subject.idOf(label), include: ["incidentsResolved"] });
      const ids = incidents.map(({ id }) => id);
      expect(new Set(ids).size, label).toBe(ids.length);
      if (incident) expect(incidents, label).toHaveLength(1);
    }
  });

  it("counts hold it once, and lists by message find it", async (ctx) => {
    const { filters } = await subject.engine.capabilities(new AbortController().signal);
    const { counts } = await asking(subject).query({ mode: "count" });
    const hostile = counts?.incidents.filter(({ message }) => message === hostileMessage) ?? [];
    expect(hostile).toMatchObject([{ instances: 1 }]);
    if (!filters.includes("incidentMessage")) return ctx.skip("not declared");
    const rows = await allRows(asking(subject), { incidentMessage: "*evil.example*" });
    expect(subject.labelsOf(rows)).toEqual(["payment-failed-hostile-text"]);
  });
});
