import { unfinished } from "./unfinished.ts";
import { factFor } from "./vocabulary/facts.ts";
import type { Family } from "./vocabulary/family.ts";

/** What the seeded worlds hold, known from their scripts and models and not from any engine's answer. */

/** An instance as an engine of one family holds it. */
export interface Fact {
  readonly key: string;
  /** Undefined where the engine tells none. */
  readonly version: number | undefined;
  readonly state: "active" | "suspended" | "completed" | "terminated";
  readonly businessKey: string | null;
  readonly tenant?: string;
  /** BPMN ids of the elements it is at. */
  readonly at: readonly string[];
  /** BPMN ids of the elements it has entered. */
  readonly entered: readonly string[];
  /** An open incident: its own is a cause; that of an instance it called has no message, and where nothing climbs no type. */
  readonly incident?: { readonly type: string | null; readonly message: string | null; readonly isCause: boolean };
  readonly parent?: string;
  readonly root?: string;
  readonly attention?: "retrying" | "overdue";
  /** The work of a person or a program that nobody finished for more than two hours. */
  readonly unfinished?: true;
  readonly variables: Readonly<Record<string, string | number | boolean>>;
}

/** As the script tells it: a job before an element has not entered it. */
export type Scripted = Omit<Fact, "incident" | "attention" | "unfinished"> & {
  readonly incident?: { readonly of: "job" | "work"; readonly message: string | null };
  readonly attention?: "retrying" | "overdueTask" | "overdueTimer";
};

type Facts = Record<string, Scripted>;

const orderKeys: Readonly<Record<string, string>> = {
  "order-multi-instance": "ORDER-1001",
  "order-old-version": "ORDER-0042",
  "order-business-key-unicode": "Bestellung Größe XL – 東京 🚚 #7",
  "order-business-key-wildcards": "ORDER_100%_\\off",
  "order-business-key-long": `ORDER-${"9".repeat(249)}`,
};

function orders(overdueKey: string): Facts {
  const picking = ["pickItems", "pickItem"];
  const begun = ["orderReceived", "split", "chargeCard", "pickStart", ...picking];
  const order = (businessKey: string, more: Partial<Scripted> = {}): Scripted => ({
    key: "order-fulfilment",
    version: 2,
    state: "active",
    businessKey,
    at: ["chargeCard", ...picking],
    entered: begun,
    variables: { orderNumber: businessKey, total: 149.9 },
    ...more,
  });
  const delivering = {
    at: ["deliveryWindow"],
    entered: [...begun, "pickEnd", "settled", "join", "deliveryWindow"],
  };
  return {
    ...Object.fromEntries(
      Object.entries(orderKeys).map(([name, businessKey]) => [
        name,
        order(businessKey, { version: name === "order-old-version" ? 1 : 2 }),
      ]),
    ),
    "order-card-declined": order("ORDER-1002", {
      at: [...picking, "contactCustomer"],
      entered: [...begun, "cardDeclined", "contactCustomer"],
    }),
    "order-waiting-timer": order("ORDER-1003", delivering),
    "order-overdue-timer": order(overdueKey, { ...delivering, attention: "overdueTimer" }),
  };
}

const invoiceKeys: Readonly<Record<string, string | null>> = {
  "invoice-unassigned": "INV-2026-001",
  "invoice-assigned": "INV-2026-002",
  "invoice-suspended": "INV-2026-007",
  "invoice-cancelled": "INV-2026-008",
  "invoice-cancelled-with-reason": "INV-2026-009",
  "invoice-restarted-original": "INV-2026-010",
  "invoice-same-key-a": "INV-2026-011",
  "invoice-same-key-b": "INV-2026-011",
  "invoice-without-key": null,
};

export const ledgerMessage =
  // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of the model, as the engine quotes it
  "Unknown property used in expression: ${ledgerUp ? true : ledgerClient.post(amount)}. Cause: Cannot resolve identifier 'ledgerClient'";

function invoices(): Facts {
  const invoice = (businessKey: string | null, more: Partial<Scripted> = {}): Scripted => ({
    key: "invoice-approval",
    version: 1,
    state: "active",
    businessKey,
    at: ["approveInvoice"],
    entered: ["invoiceReceived", "approveInvoice"],
    variables: { amount: 1280.5, creditor: "Papier & Söhne GmbH" },
    ...more,
  });
  const decided = ["invoiceReceived", "approveInvoice", "decision"];
  const posting = { at: ["postToLedger"], entered: decided };
  const failed = { ...posting, incident: { of: "job" as const, message: ledgerMessage } };
  const gone = { state: "terminated" as const, at: [] };
  return {
    ...Object.fromEntries(Object.entries(invoiceKeys).map(([name, key]) => [name, invoice(key)])),
    "invoice-suspended": invoice("INV-2026-007", { state: "suspended" }),
    "invoice-cancelled": invoice("INV-2026-008", gone),
    "invoice-cancelled-with-reason": invoice("INV-2026-009", gone),
    "invoice-restarted-original": invoice("INV-2026-010", gone),
    "invoice-restarted": invoice("INV-2026-010", { entered: ["approveInvoice"] }),
    "invoice-overdue": invoice("INV-2025-117", { attention: "overdueTask" }),
    "invoice-overdue-task": invoice("INV-2026-012", { attention: "overdueTask" }),
    "invoice-completed": invoice("INV-2026-003", {
      state: "completed",
      at: [],
      entered: [...decided, "postToLedger", "invoicePosted"],
    }),
    "invoice-rejected": invoice("INV-2026-004", {
      state: "completed",
      at: [],
      entered: [...decided, "invoiceRejected"],
    }),
    "invoice-failed-job": invoice("INV-2026-005", failed),
    "invoice-annotated-incident": invoice("INV-2026-006", failed),
    "variables-every-type": invoice("INV-VARIABLES", {
      variables: { shortText: "changed", counter: -2147483648, tiny: 7, ratio: 1e-7, yes: true, no: false, whole: 3 },
    }),
  };
}

function onboardings(): Facts {
  const family = (name: string, number: string, bureau: string, levels: readonly Partial<Scripted>[]): Facts => {
    const labels = [name, `${name}-child`, `${name}-grandchild`];
    const keys = ["customer-onboarding", "credit-check", "bureau-request"];
    return Object.fromEntries(
      labels.map((label, level) => [
        label,
        {
          key: keys[level] ?? "",
          version: 1,
          state: "active",
          businessKey: level === 2 ? null : `CUSTOMER ${number}`,
          at: [],
          entered: [],
          variables: { bureau, customerNumber: number },
          ...(level === 0 ? {} : { parent: labels[level - 1] ?? "", root: name }),
          ...levels[level],
        },
      ]),
    );
  };
  const entered = [
    ["applicationReceived", "creditCheck"],
    ["checkRequested", "askBureau"],
    ["requested", "how"],
  ] as const;
  const failed = { of: "job" as const, message: null };
  const over = (state: "completed" | "terminated", ...ids: string[]) => ({ state, at: [], entered: ids });
  return {
    ...family("onboarding-failed", "5001", "broken", [
      { at: ["creditCheck"], entered: entered[0], incident: failed },
      { at: ["askBureau"], entered: entered[1], incident: failed },
      {
        at: ["queryBureau"],
        entered: entered[2],
        incident: { of: "job", message: "Unable to evaluate script" },
      },
    ]),
    ...family("onboarding-manual", "5002", "manual", [
      { at: ["creditCheck"], entered: entered[0] },
      { at: ["askBureau"], entered: entered[1] },
      { at: ["lookUpByHand"], entered: [...entered[2], "lookUpByHand"] },
    ]),
    ...family("onboarding-withdrawn", "5003", "manual", [
      over("completed", ...entered[0], "customerWithdrew", "withdrawn"),
      over("terminated", ...entered[1]),
      over("terminated", ...entered[2], "lookUpByHand"),
    ]),
    ...family("onboarding-completed", "5004", "online", [
      over("completed", ...entered[0], "welcomed"),
      over("completed", ...entered[1], "checked"),
      over("completed", ...entered[2], "queryBureau", "answered"),
    ]),
  };
}

export const hostileMessage = '<!channel> *boom* | `rm` "quoted" <https://evil.example|click> & 💥\nsecond line';

function payments(): Facts {
  const begun = ["paymentDue", "captureFunds"];
  const pay = (businessKey: string, more: Partial<Scripted> = {}): Scripted => ({
    key: "payment-collection",
    version: 1,
    state: "active",
    businessKey,
    at: ["captureFunds"],
    entered: begun,
    variables: { email: "jo@example.com" },
    ...more,
  });
  const stuck = (message: string) => ({ incident: { of: "work" as const, message } });
  const confirming = { at: ["awaitConfirmation"], entered: [...begun, "awaitConfirmation"] };
  return {
    "payment-waiting-external-task": pay("PAY-1"),
    "payment-locked-external-task": pay("PAY-2"),
    "payment-failed-external-task": pay("PAY-3", stuck("Payment provider did not answer: Read timed out")),
    "payment-failed-hostile-text": pay("PAY-4", stuck(hostileMessage)),
    "payment-incident-resolved": pay("PAY-5"),
    "payment-refused": pay("PAY-6", {
      state: "completed",
      at: [],
      entered: [...begun, "insufficientFunds", "paymentRefused"],
    }),
    "payment-waiting-message": pay("PAY-7", confirming),
    "payment-modified": pay("PAY-8", confirming),
    "payment-job-retrying": pay("PAY-9", {
      at: ["sendReceipt"],
      entered: confirming.entered,
      attention: "retrying",
      variables: { email: "jo@example.com", mailUp: false },
    }),
    "payment-tenant-eu": pay("PAY-EU-1", { tenant: "acme-eu" }),
    "payment-tenant-us": pay("PAY-US-1", { tenant: "acme-us", ...stuck("Bank closed") }),
  };
}

const depots = ["Köln", "Lyon", "Porto"];

function parcels(count: number): Facts {
  const modes = {
    delivered: { state: "completed", at: [], entered: ["parcelHandedOver", "route", "delivered"] },
    open: { at: ["confirmDelivery"], entered: ["parcelHandedOver", "route", "confirmDelivery"] },
    broken: {
      at: ["scanParcel"],
      entered: ["parcelHandedOver", "route", "scanParcel"],
      incident: { of: "work", message: "Scanner offline" },
    },
  } as const;
  return Object.fromEntries(
    Array.from({ length: count }, (_, n) => {
      const businessKey = `PARCEL-${String(n).padStart(6, "0")}`;
      const mode = n % 10 === 9 ? "broken" : n % 10 < 3 ? "delivered" : "open";
      const variables = { mode, weight: n % 30, depot: depots[n % 3] ?? "" };
      const base = { key: "parcel-tracking", version: 1, state: "active" as const, businessKey, variables };
      return [businessKey, { ...base, ...modes[mode] }];
    }),
  );
}

export interface World {
  /** By label: the scenario's name, or a parcel's business key. */
  readonly facts: Readonly<Record<string, Fact>>;
  readonly labels: readonly string[];
  /** Labels of the instances that fit, sorted. */
  where(fits: (fact: Fact, label: string) => boolean): string[];
}

/** The sandbox tells its world with a past; seeders begin everything now, and have other names for what is overdue. */
export const isScripted = (scenarios: readonly string[]) => scenarios.includes("invoice-overdue");

/** The world of an engine: the scenarios it was seeded with, so many parcels, and of these what its account may see. */
export function worldOf(
  family: Family,
  scenarios: readonly string[],
  parcelCount: number,
  sees?: readonly string[],
): World {
  const scripted = isScripted(scenarios);
  const overdueKey = scripted ? "ORDER-0977" : "ORDER-1004";
  const all = { ...orders(overdueKey), ...invoices(), ...onboardings(), ...payments(), ...parcels(parcelCount) };
  // Not every seeder names the called instances that ended.
  const isHere = (label: string) =>
    scenarios.includes(label) ||
    label.startsWith("PARCEL-") ||
    (label.startsWith("onboarding-completed-") && scenarios.includes("onboarding-completed"));
  const facts = Object.fromEntries(
    Object.entries(all)
      .filter(([label, { key }]) => isHere(label) && (sees?.includes(key) ?? true))
      .map(([label, told]) => [label, { ...factFor(family, told), ...unfinished(family, scripted, label, told.at) }]),
  );
  return {
    facts,
    labels: Object.keys(facts).sort(),
    where: (fits) =>
      Object.entries(facts)
        .filter(([label, fact]) => fits(fact, label))
        .map(([label]) => label)
        .sort(),
  };
}
