/** The processes of the scripted world, as data. */
import type { Definition, Element, ElementType } from "./world.ts";

type Row = readonly [id: string, type: ElementType, name?: string];

type Model = {
  readonly key: string;
  readonly name: string;
  readonly version: number;
  readonly versionTag: string | null;
  readonly tenantId?: string;
  readonly daysToLive: number;
  readonly elements: readonly Row[];
};

const orderElements: readonly Row[] = [
  ["orderReceived", "startEvent", "Order received"],
  ["split", "parallelGateway", "Pick and charge"],
  ["pickItems#multiInstanceBody", "multiInstanceBody"],
  ["pickItems", "subProcess", "Pick items"],
  ["pickStart", "startEvent"],
  ["pickItem", "userTask", `Pick \${lineItem.prop('sku').stringValue()}`],
  ["pickEnd", "endEvent"],
  ["chargeCard", "serviceTask", "Charge card"],
  ["cardDeclined", "errorBoundaryEvent", "Card declined"],
  ["contactCustomer", "userTask", "Contact customer about payment"],
  ["settled", "exclusiveGateway", "Payment settled"],
  ["join", "parallelGateway", "Picked and charged"],
  ["deliveryWindow", "timerCatchEvent", "Delivery window opens"],
];

const paymentElements: readonly Row[] = [
  ["paymentDue", "startEvent", "Payment due"],
  ["captureFunds", "serviceTask", "Capture funds"],
  ["insufficientFunds", "errorBoundaryEvent", "Insufficient funds"],
  ["paymentRefused", "endEvent", "Payment refused"],
  ["awaitConfirmation", "messageCatchEvent", "Await bank confirmation"],
  ["sendReceipt", "serviceTask", "Send receipt"],
  ["paid", "endEvent", "Paid"],
];

const payment = {
  key: "payment-collection",
  name: "Payment collection",
  version: 1,
  versionTag: "5.0",
  daysToLive: 180,
};

const models: readonly Model[] = [
  {
    key: "order-fulfilment",
    name: "Order fulfilment",
    version: 1,
    versionTag: "1.4",
    daysToLive: 180,
    elements: [...orderElements, ["shipped", "endEvent", "Shipped"]],
  },
  {
    key: "order-fulfilment",
    name: "Order fulfilment",
    version: 2,
    versionTag: "2.0",
    daysToLive: 180,
    elements: [...orderElements, ["shipped", "userTask", "Confirm shipment"], ["done", "endEvent", "Order done"]],
  },
  {
    key: "invoice-approval",
    name: "Invoice approval",
    version: 1,
    versionTag: "3.1",
    daysToLive: 180,
    elements: [
      ["invoiceReceived", "startEvent", "Invoice received"],
      ["approveInvoice", "userTask", "Approve invoice"],
      ["decision", "exclusiveGateway", "Approved?"],
      ["postToLedger", "serviceTask", "Post to ledger"],
      ["invoicePosted", "endEvent", "Invoice posted"],
      ["invoiceRejected", "terminateEndEvent", "Invoice rejected"],
    ],
  },
  {
    key: "bureau-request",
    name: "Credit bureau request",
    version: 1,
    versionTag: null,
    daysToLive: 180,
    elements: [
      ["requested", "startEvent", "Requested"],
      ["how", "exclusiveGateway", "How?"],
      ["lookUpByHand", "userTask", "Look up rating by hand"],
      ["queryBureau", "scriptTask", "Query bureau"],
      ["answered", "endEvent", "Answered"],
    ],
  },
  {
    key: "credit-check",
    name: "Credit check",
    version: 1,
    versionTag: "1.2",
    daysToLive: 180,
    elements: [
      ["checkRequested", "startEvent", "Check requested"],
      ["askBureau", "callActivity", "Ask the credit bureau"],
      ["checked", "endEvent", "Checked"],
    ],
  },
  {
    key: "customer-onboarding",
    name: "Customer onboarding",
    version: 1,
    versionTag: "1.0",
    daysToLive: 180,
    elements: [
      ["applicationReceived", "startEvent", "Application received"],
      ["creditCheck", "callActivity", "Credit check"],
      ["customerWithdrew", "messageBoundaryEvent", "Customer withdrew"],
      ["withdrawn", "endEvent", "Application withdrawn"],
      ["welcomed", "endEvent", "Customer welcomed"],
    ],
  },
  { ...payment, elements: paymentElements },
  { ...payment, tenantId: "acme-eu", elements: paymentElements },
  { ...payment, tenantId: "acme-us", elements: paymentElements },
  {
    key: "parcel-tracking",
    name: "Parcel tracking",
    version: 1,
    versionTag: null,
    daysToLive: 30,
    elements: [
      ["parcelHandedOver", "startEvent", "Parcel handed over"],
      ["route", "exclusiveGateway"],
      ["confirmDelivery", "userTask", "Confirm delivery"],
      ["scanParcel", "serviceTask", "Scan parcel"],
      ["delivered", "endEvent", "Delivered"],
    ],
  },
];

const toElement = ([id, type, name]: Row): Element => ({ id, type, name: name ?? null });

/** Deploys every model, in order, at one moment. */
export function deployAll(nextId: () => string, deployedAt: number): Definition[] {
  return models.map(({ elements, tenantId, ...model }) => ({
    ...model,
    tenantId: tenantId ?? null,
    deploymentId: nextId(),
    id: `${model.key}:${model.version}:${nextId()}`,
    deployedAt,
    elements: elements.map(toElement),
  }));
}
