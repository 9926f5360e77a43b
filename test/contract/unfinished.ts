import { waitingHours } from "../../src/core/filters.ts";
import type { Family } from "./vocabulary/family.ts";

/** BPMN ids of the elements where a person or a program outside has work. All others hold elements, call, or wait for events. */
const workElements: ReadonlySet<string> = new Set([
  "approveInvoice",
  "captureFunds",
  "chargeCard",
  "confirmDelivery",
  "contactCustomer",
  "lookUpByHand",
  "pickItem",
  "postToLedger",
  "queryBureau",
  "scanParcel",
  "sendReceipt",
]);

/** Elements that call an instance. */
const calls: ReadonlySet<string> = new Set(["creditCheck", "askBureau"]);

export const isAtWork = ({ world }: Family, at: readonly string[]) =>
  at.some((elementId) => workElements.has(elementId) || (world.callsAreWork && calls.has(elementId)));

const hour = 60;
const day = 24 * hour;

/** Minutes before the question at which the oldest work of an instance began, as the sandbox tells its world. */
const workBegan: Readonly<Record<string, number>> = {
  "order-multi-instance": 3 * hour,
  "order-old-version": 40 * day,
  "order-card-declined": 26 * hour,
  "order-business-key-unicode": 50,
  "order-business-key-wildcards": 49,
  "order-business-key-long": 48,
  "invoice-unassigned": 30 * hour,
  "invoice-assigned": 4 * hour,
  "invoice-overdue": 12 * day,
  "invoice-failed-job": 134,
  "invoice-annotated-incident": 26 * hour,
  "invoice-suspended": 6 * day,
  "invoice-restarted": 18 * hour + 30,
  "invoice-same-key-a": 7 * hour,
  "invoice-same-key-b": 7 * hour - 3,
  "invoice-without-key": 95,
  "variables-every-type": 60,
  "onboarding-failed": 8 * hour,
  "onboarding-failed-child": 8 * hour,
  "onboarding-failed-grandchild": 8 * hour,
  "onboarding-manual": 9 * hour,
  "onboarding-manual-child": 9 * hour,
  "onboarding-manual-grandchild": 9 * hour,
  "payment-waiting-external-task": 75,
  "payment-locked-external-task": 70,
  "payment-failed-external-task": 6 * hour,
  "payment-failed-hostile-text": 25,
  "payment-incident-resolved": 11 * hour,
  "payment-job-retrying": 8 * hour,
  "payment-tenant-eu": 40,
  "payment-tenant-us": 3 * hour,
};
const parcelsBegan = 2 * day;

/** Whether nobody finished the work of an instance for long. Real engines were filled just now: there nothing has waited so long. */
export function unfinished(
  family: Family,
  scripted: boolean,
  label: string,
  at: readonly string[],
): { readonly unfinished?: true } {
  if (!scripted || !isAtWork(family, at)) return {};
  const began = label.startsWith("PARCEL-") ? parcelsBegan : workBegan[label];
  if (began === undefined) throw new Error(`nobody knows since when ${label} is at work`);
  return began > waitingHours * hour ? { unfinished: true } : {};
}
