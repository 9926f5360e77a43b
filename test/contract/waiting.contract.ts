import { describe, expect, it } from "vitest";
import { asking, needs, type Subject, wants } from "./subject.ts";
import type { Family } from "./vocabulary/family.ts";

type Place = readonly [elementId: string, elementType: string, waitsFor: object];

/** Scenario → element, its type, and what is waited for, for every place it is at. */
function placesIn({ waits }: Family): Readonly<Record<string, readonly Place[]>> {
  const { userTask, work, job, message, timer } = waits;
  const unlocked = { lockedBy: null, lockedUntil: null };
  const chargeCard: Place = ["chargeCard", "serviceTask", work("charge-card", unlocked)];
  const pick = (sku: string): Place => [
    "pickItem",
    "userTask",
    userTask(`Pick ${sku}`, { assignee: null, candidateGroups: ["warehouse"] }),
  ];
  const approve = (more: object): Place => ["approveInvoice", "userTask", userTask("Approve invoice", more)];
  const capture = (more: object): Place => ["captureFunds", "serviceTask", work("capture-funds", more)];
  const confirmation = (businessKey: string): Place => [
    "awaitConfirmation",
    "intermediateCatchEvent",
    message("payment-confirmed", businessKey),
  ];
  const approval = { candidateGroups: ["accounting"], dueAt: expect.stringMatching(/^2099-01-31T/) };
  return {
    "invoice-unassigned": [approve({ assignee: null, ...approval })],
    "invoice-assigned": [approve({ assignee: "mary.bookkeeper" })],
    "invoice-suspended": [approve({})],
    "invoice-failed-job": [["postToLedger", "serviceTask", job("postToLedger", 0)]],
    "order-multi-instance": [chargeCard, pick("CHAIR-7"), pick("DESK-2"), pick("LAMP-31")],
    "order-card-declined": [
      ["contactCustomer", "userTask", userTask("Contact customer about payment", { candidateGroups: ["service"] })],
      pick("SOFA-1"),
    ],
    "order-waiting-timer": [["deliveryWindow", "intermediateCatchEvent", timer("2099-12-31T08:00:00.000Z")]],
    "payment-waiting-external-task": [capture(unlocked)],
    "payment-locked-external-task": [capture({ lockedBy: "seed-worker", lockedUntil: expect.stringMatching(/Z$/) })],
    "payment-failed-external-task": [capture({ retries: 0, ...unlocked })],
    "payment-waiting-message": [confirmation("PAY-7")],
    "payment-modified": [confirmation("PAY-8")],
    "payment-job-retrying": [["sendReceipt", "serviceTask", job("sendReceipt", 2)]],
    "onboarding-manual-grandchild": [
      ["lookUpByHand", "userTask", userTask("Look up rating by hand", { assignee: null, candidateGroups: ["risk"] })],
    ],
    "onboarding-failed-grandchild": [["queryBureau", "scriptTask", job("queryBureau", 0)]],
  };
}

/** Where running instances are and what they wait for. */
export function waitingContract(subject: () => Subject, family: Family): void {
  const ask = () => asking(subject());

  describe("where it is and what it waits for", () => {
    it.for(Object.entries(placesIn(family)))("%s", async ([scenario, expected], ctx) => {
      needs(subject(), ctx, scenario);
      const { waitingAt } = await ask().get({ id: subject().idOf(scenario) });
      const found = waitingAt.map(({ element, waitsFor }) => ({ element, waitsFor }));
      const sorted = found.sort((a, b) =>
        `${a.element.elementId} ${a.waitsFor.name}` < `${b.element.elementId} ${b.waitsFor.name}` ? -1 : 1,
      );
      expect(sorted).toMatchObject(
        expected.map(([elementId, elementType, waitsFor]) => ({
          element: { elementId, ...(family.world.strangeElements[elementId] ?? { elementType }) },
          waitsFor,
        })),
      );
    });

    it("a call activity waits for the instance it called", async (ctx) => {
      wants(subject(), ctx, "calls");
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

    it("a task without candidates and assignee is told from one whose groups are unknown", async (ctx) => {
      wants(subject(), ctx, "userTasks", "candidateGroups");
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
