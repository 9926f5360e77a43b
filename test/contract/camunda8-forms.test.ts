import { describe, expect, it } from "vitest";
import { createCamunda8 } from "../../src/engines/camunda8/engine.ts";
import { type Camunda8Variant, inSandbox } from "./camunda8-sandboxes.ts";
import { allRows, asking, refusalOf } from "./subject.ts";
import type { Camunda8Form } from "./vocabulary/camunda8.ts";

const plain = (api: Camunda8Form["api"], key: Camunda8Form["key"]): Camunda8Variant => ({
  key,
  options: { api },
  traits: { parcels: 0 },
});

/** What wire forms tell beyond what the contract holds all engines to. */
describe("wire forms of Camunda 8", () => {
  it.for(["8.8", "8.9", "8.10"] as const)("%s: tags are told in lists and by get", async (api) => {
    await inSandbox(plain(api, "tag"), async (subject) => {
      const id = subject.idOf("invoice-failed-job");
      const rows = await allRows(asking(subject), { definitionKey: "invoice-approval" });
      expect(rows.find((row) => row.id === id)).toMatchObject({
        tags: ["key:INV-2026-005"],
        businessKey: "INV-2026-005",
      });
      const { instance } = await asking(subject).get({ id });
      expect(instance).toMatchObject({ tags: ["key:INV-2026-005"], businessKey: "INV-2026-005" });
      const untagged = await asking(subject).get({ id: subject.idOf("invoice-without-key") });
      expect(untagged.instance.businessKey).toBeNull();
      expect(untagged.instance).not.toHaveProperty("tags");
    });
  });

  it.for(["8.8", "2024", "operate"] as const)(
    "%s: without a business id, and nothing configured to be one, keys are missing and not asked for",
    async (api) => {
      await inSandbox(plain(api, "businessId"), async (subject) => {
        const { instance } = await asking(subject).get({ id: subject.idOf("invoice-failed-job") });
        expect(instance).not.toHaveProperty("businessKey");
        const rows = await allRows(asking(subject), { definitionKey: "invoice-approval" });
        expect(rows.filter((row) => "businessKey" in row)).toEqual([]);
        const refusal = await refusalOf(asking(subject).query({ businessKey: "INV-2026-005" }));
        expect(refusal).toMatchObject({ kind: "unsupported", message: expect.stringContaining("businessKey") });
      });
    },
  );

  it.for([
    ["8.9", "/v2"],
    ["8.9", "/v2/"],
    ["operate", "/v1"],
    ["operate", "/"],
  ] as const)("%s: an address that ends in %s is the same address", async ([api, end]) => {
    await inSandbox(plain(api, "variable"), async (subject) => {
      const engine = createCamunda8({
        engine: "c8",
        url: subject.url + end,
        timeoutMs: 10_000,
        userAgent: "lookout-contract",
        auth: { type: "none" },
      });
      const { instance } = await asking({ ...subject, engine }).get({ id: subject.idOf("invoice-assigned") });
      expect(instance.url).toBe(`${subject.url}/operate/processes/${instance.id}`);
      await engine.close();
    });
  });

  it("8.10: a suspended instance has the same place and wait as before", async () => {
    await inSandbox(plain("8.10", "businessId"), async (subject) => {
      const answer = await asking(subject).get({ id: subject.idOf("invoice-suspended") });
      expect(answer).toMatchObject({
        instance: { state: "suspended", engineState: "SUSPENDED", endedAt: null },
        waitingAt: [{ element: { elementId: "approveInvoice" } }],
      });
    });
  });

  it.for(["8.9", "operate"] as const)("%s: doctor finds the version, the wire form and the rights", async (api) => {
    await inSandbox(plain(api, "variable"), async (subject) => {
      const findings = await subject.engine.check(new AbortController().signal);
      expect(findings.map(({ check }) => check)).toEqual(["reachable", "version", "rights"]);
      expect(findings.filter(({ status }) => status === "failed")).toEqual([]);
      const version = findings.find(({ check }) => check === "version");
      expect(version?.facts["version"]).toEqual(expect.stringMatching(api === "operate" ? /^8\.[67]\./ : /^8\.9\./));
    });
  });
});
