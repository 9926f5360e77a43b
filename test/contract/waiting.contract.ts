import { describe, expect, it } from "vitest";
import { asking, needs, type Subject } from "./subject.ts";

const user = (name: string, more: object = {}) => ({ kind: "userTask", name, ...more });
const external = (name: string, more: object = {}) => ({ kind: "externalTask", name, ...more });
const unlocked = { lockedBy: null, lockedUntil: null };
const chargeCard = ["chargeCard", "serviceTask", external("charge-card", unlocked)] as const;
const pick = (sku: string) =>
  ["pickItem", "userTask", user(`Pick ${sku}`, { assignee: null, candidateGroups: ["warehouse"] })] as const;
const job = (retries: number) => ({ kind: "job", retries });
const approval = { candidateGroups: ["accounting"], dueAt: expect.stringMatching(/^2099-01-31T/) };

/** Scenario → element, its type, and what is waited for, for every place it is at. */
const places: Readonly<Record<string, readonly (readonly [string, string, object])[]>> = {
  "invoice-unassigned": [["approveInvoice", "userTask", user("Approve invoice", { assignee: null, ...approval })]],
  "invoice-assigned": [["approveInvoice", "userTask", user("Approve invoice", { assignee: "mary.bookkeeper" })]],
  "invoice-suspended": [["approveInvoice", "userTask", user("Approve invoice")]],
  "invoice-failed-job": [["postToLedger", "serviceTask", job(0)]],
  "order-multi-instance": [chargeCard, pick("CHAIR-7"), pick("DESK-2"), pick("LAMP-31")],
  "order-card-declined": [
    ["contactCustomer", "userTask", user("Contact customer about payment", { candidateGroups: ["service"] })],
    pick("SOFA-1"),
  ],
  "order-waiting-timer": [
    ["deliveryWindow", "intermediateCatchEvent", { kind: "timer", dueAt: "2099-12-31T08:00:00.000Z" }],
  ],
  "payment-waiting-external-task": [["captureFunds", "serviceTask", external("capture-funds", unlocked)]],
  "payment-locked-external-task": [
    [
      "captureFunds",
      "serviceTask",
      external("capture-funds", { lockedBy: "seed-worker", lockedUntil: expect.stringMatching(/Z$/) }),
    ],
  ],
  "payment-failed-external-task": [["captureFunds", "serviceTask", external("capture-funds", { retries: 0 })]],
  "payment-waiting-message": [
    ["awaitConfirmation", "intermediateCatchEvent", { kind: "message", name: "payment-confirmed" }],
  ],
  "payment-modified": [["awaitConfirmation", "intermediateCatchEvent", { kind: "message", name: "payment-confirmed" }]],
  "payment-job-retrying": [["sendReceipt", "serviceTask", job(2)]],
  "onboarding-manual-grandchild": [
    ["lookUpByHand", "userTask", user("Look up rating by hand", { assignee: null, candidateGroups: ["risk"] })],
  ],
  "onboarding-failed-grandchild": [["queryBureau", "scriptTask", job(0)]],
};

/** Where running instances are and what they wait for. */
export function waitingContract(subject: () => Subject): void {
  const ask = () => asking(subject());

  describe("where it is and what it waits for", () => {
    it.for(Object.entries(places))("%s", async ([scenario, expected], ctx) => {
      needs(subject(), ctx, scenario);
      const { waitingAt } = await ask().get({ id: subject().idOf(scenario) });
      const found = waitingAt.map(({ element, waitsFor }) => ({ element, waitsFor }));
      const sorted = found.sort((a, b) =>
        `${a.element.elementId} ${a.waitsFor.name}` < `${b.element.elementId} ${b.waitsFor.name}` ? -1 : 1,
      );
      expect(sorted).toMatchObject(
        expected.map(([elementId, elementType, waitsFor]) => ({ element: { elementId, elementType }, waitsFor })),
      );
    });

    it("a call activity waits for the instance it called", async (ctx) => {
      needs(subject(), ctx, "onboarding-manual");
      const { idOf } = subject();
      const { waitingAt } = await ask().get({ id: idOf("onboarding-manual") });
      expect(waitingAt).toMatchObject([
        {
          element: { elementId: "creditCheck", elementType: "callActivity" },
          // Without history nobody tells which instance a call activity started.
          waitsFor: {
            kind: "calledInstance",
            ...(subject().traits.history === "none" ? {} : { calledId: idOf("onboarding-manual-child") }),
          },
        },
      ]);
    });

    it("a task without candidates and assignee is told from one whose groups are unknown", async () => {
      const { waitingAt, unknown } = await ask().get({ id: subject().idOf("invoice-unassigned") });
      expect(waitingAt[0]?.waitsFor.candidateGroups).toEqual(["accounting"]);
      expect(unknown).not.toContain("waitingAt.candidateGroups");
    });

    it("longest waiting first, each with since and the time from then to the question", async () => {
      if (subject().traits.history === "none" || !subject().world.facts["order-card-declined"]) return;
      const now = subject().now();
      const { waitingAt } = await asking({ ...subject(), now: () => now }).get({
        id: subject().idOf("order-card-declined"),
      });
      const since = waitingAt.map((one) => one.since ?? "");
      expect(since).toEqual([...since].sort());
      expect(waitingAt.map(({ waitingMs }) => waitingMs)).toEqual(since.map((at) => now.getTime() - Date.parse(at)));
    });
  });
}
