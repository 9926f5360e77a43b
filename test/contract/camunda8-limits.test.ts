import { describe, expect, it } from "vitest";
import { type Camunda8Variant, inSandbox } from "./camunda8-sandboxes.ts";
import { startFront } from "./front.ts";
import { allRows, asking, refusalOf } from "./subject.ts";

const forms = [
  { api: "8.9", key: "businessId" },
  { api: "8.8", key: "variable" },
  { api: "operate", key: "variable" },
] as const;

describe.for(forms)("totals that a cluster does not count to the end: $api", ({ api, key }) => {
  it("are told as lower bounds, and lists go on past them", async () => {
    // Operate does not say that it stopped counting: only its limit, which is the same everywhere, tells.
    const [parcels, total] = api === "operate" ? [10_050, 10_000] : [300, 50];
    await inSandbox({ key, options: { api, totalCap: total }, traits: { parcels } }, async (subject) => {
      const first = await asking(subject).query({ limit: 5 });
      expect(first.engines).toMatchObject([{ total, totalIsLowerBound: true }]);
      const few = await asking(subject).query({ definitionKey: "credit-check", limit: 1 });
      expect(few.engines).toMatchObject([{ total: 4 }]);
      expect(few.engines[0]).not.toHaveProperty("totalIsLowerBound");
      if (parcels > 300) return;
      expect(subject.labelsOf(await allRows(asking(subject), {}))).toEqual(subject.world.labels);
    });
  });

  it("are told exactly where they are counted, on the first of many pages as well", async () => {
    await inSandbox({ key, options: { api } }, async (subject) => {
      const { engines, nextCursor = "" } = await asking(subject).query({ limit: 5 });
      expect(engines).toMatchObject([{ total: subject.world.labels.length }]);
      expect(engines[0]).not.toHaveProperty("totalIsLowerBound");
      const second = await asking(subject).query({ limit: 5, cursor: nextCursor });
      expect(second.engines[0]).not.toHaveProperty("total");
    });
  });
});

describe("parts that the account may not read: 8.9", () => {
  const refused = (...forbidden: string[]): Camunda8Variant => ({
    key: "businessId",
    options: { api: "8.9", forbidden },
    traits: { parcels: 0 },
  });

  it.for([
    ["/v2/element-instances", /^waitingAt$/],
    ["/v2/jobs", /^waitingAt/],
    ["/v2/user-tasks", /^waitingAt/],
    ["/v2/message-subscriptions", /^waitingAt/],
  ] as const)("%s: get answers with the rest, and names what is missing", async ([path, named]) => {
    await inSandbox(refused(path), async (subject) => {
      const scenario = path === "/v2/jobs" ? "payment-failed-external-task" : "invoice-assigned";
      const answer = await asking(subject).get({ id: subject.idOf(scenario) });
      expect(answer.instance).toMatchObject({ state: "active", definition: { version: 1 } });
      expect(answer.unknown).toEqual([expect.stringMatching(named)]);
      if (path !== "/v2/element-instances") expect(answer.waitingAt).toHaveLength(1);
    });
  });

  it("incidents: get names them unknown and does not call the instance sound", async () => {
    await inSandbox(refused("/v2/incidents"), async (subject) => {
      const front = await startFront(subject.url, ({ path }, pass, response) => {
        if (!path.endsWith("/incidents/search")) return pass();
        const problem = { type: "about:blank", title: "FORBIDDEN", status: 403, detail: "no right", instance: path };
        response.writeHead(403, { "content-type": "application/problem+json" }).end(JSON.stringify(problem));
      });
      const engine = subject.connect(front.url);
      const ask = asking({ ...subject, engine });
      const answer = await ask.get({ id: subject.idOf("invoice-failed-job") });
      expect(answer).toMatchObject({ instance: { hasIncident: true }, incidents: [], unknown: ["incidents"] });
      for (const question of [{ incidentMessage: "*ledger*" }, { mode: "count" as const }]) {
        expect((await refusalOf(ask.query(question))).kind).toBe("denied");
      }
      await engine.close();
      await front.close();
    });
  });

  it("variables: named unknown where they were asked for, and nothing else is", async () => {
    await inSandbox(refused("/v2/variables"), async (subject) => {
      const id = subject.idOf("variables-every-type");
      expect((await asking(subject).get({ id })).unknown).toEqual([]);
      const answer = await asking(subject).get({ id, include: ["variables"] });
      expect(answer.unknown).toEqual(["variables"]);
      expect(answer).not.toHaveProperty("variables");
    });
  });

  it.for([
    ["/v2/jobs", "jobFailure"],
    ["/v2/incidents", "incident"],
    ["/v2/audit-logs", "operation"],
    ["/v2/element-instances", "element"],
  ] as const)("%s: the history of kind %s is denied, and never called empty", async ([path, kind]) => {
    await inSandbox(refused(path), async (subject) => {
      const id = subject.idOf("invoice-failed-job");
      const kinds = ["instance" as const, kind];
      const { events, sources } = await asking(subject).history({ id, kinds });
      expect(events.map((event) => event.kind)).toEqual(["instance"]);
      expect(sources).toEqual([
        { kind: "instance", status: "recorded" },
        { kind, status: "denied" },
      ]);
    });
  });

  it("instances themselves: a question is denied, in one sentence of ours", async () => {
    await inSandbox(refused("/v2/process-instances"), async (subject) => {
      const ask = asking(subject);
      const questions = [
        ask.get({ id: subject.idOf("invoice-assigned") }),
        ask.query({}),
        ask.history({ id: subject.idOf("invoice-assigned") }),
      ];
      for (const question of questions) {
        expect((await refusalOf(question)).kind).toMatch(/^(?:denied|notFound)$/);
      }
    });
  });

  it("doctor names what cannot be read", async () => {
    await inSandbox(refused("/v2/jobs"), async (subject) => {
      const findings = await subject.engine.check(new AbortController().signal);
      const rights = findings.find(({ check }) => check === "rights");
      expect(rights).toMatchObject({ status: "warning", problem: expect.stringContaining("jobs") });
    });
  });
});

describe("a cluster without secondary storage", () => {
  it.for(["8.8", "8.9"] as const)("of %s refuses searches, in words that name the reason", async (api) => {
    await inSandbox(
      { key: "variable", options: { api, secondaryStorage: false }, traits: { parcels: 0 } },
      async (subject) => {
        for (const input of [{}, { mode: "count" as const }, { hasIncident: true }]) {
          const refusal = await refusalOf(asking(subject).query(input));
          expect(refusal.kind).toMatch(/^(?:unsupported|denied|notFound)$/);
          expect(refusal.message).toMatch(/secondary storage/);
        }
      },
    );
  });
});

describe("a cluster with tenants", () => {
  it.for(forms)("shows its account those it is assigned to: $api", async ({ api, key }) => {
    await inSandbox({ key, options: { api, tenants: ["acme-eu"] }, traits: { parcels: 0 } }, async (subject) => {
      const rows = await allRows(asking(subject), {});
      expect(subject.labelsOf(rows)).toEqual(["payment-tenant-eu"]);
      expect(rows[0]?.tenantId).toBe("acme-eu");
      for (const tool of ["get", "history"] as const) {
        const refusal = await refusalOf(asking(subject)[tool]({ id: subject.idOf("payment-tenant-us") }));
        expect(refusal.kind).toBe("notFound");
      }
      expect((await asking(subject).query({ mode: "count" })).engines[0]?.total).toBe(1);
    });
  });
});
