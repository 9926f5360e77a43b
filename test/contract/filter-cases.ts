import type { FilterInput } from "../../src/core/question.ts";
import type { Family } from "./vocabulary/family.ts";
import { type Fact, hostileMessage, ledgerMessage } from "./world.ts";

/** A question and which instances of the seeded world are its answer. */
export interface FilterCase {
  readonly ask: Partial<FilterInput>;
  readonly fits: (fact: Fact, label: string) => boolean;
  /** May find nothing in every world; other cases must find something where the whole world can be seen. */
  readonly nothing?: true;
}

const none = (ask: Partial<FilterInput>): FilterCase => ({ ask, fits: () => false, nothing: true });
const labelled = (ask: Partial<FilterInput>, ...labels: readonly string[]): FilterCase => ({
  ask,
  fits: (_fact, label) => labels.includes(label),
});

const key = (businessKey: string, fits: (key: string) => boolean): FilterCase => ({
  ask: { businessKey },
  fits: (fact) => fact.businessKey !== null && fits(fact.businessKey),
});

type Variable = NonNullable<FilterInput["variables"]>[number];
type Values = Fact["variables"];
const of = (variable: Variable, fits: (value: Values[string]) => boolean): FilterCase => ({
  ask: { variables: [variable] },
  fits: ({ variables }) => variables[variable.name] !== undefined && fits(variables[variable.name] ?? ""),
});
/** As `variables-every-type` carries it. */
const markup = '<!channel> *x* | ` "quotes" <b>&amp;</b> [a](http://b) 😀\r\nsecond line\ttab';
const isNumber = (test: (value: number) => boolean) => (value: Values[string]) =>
  typeof value === "number" && test(value);

const message = (incidentMessage: string, fits: (message: string) => boolean): FilterCase => ({
  ask: { incidentMessage },
  fits: ({ incident }) => typeof incident?.message === "string" && fits(incident.message),
});

type FilterCases = Readonly<Record<string, readonly FilterCase[]>>;

/** Values that mean the same in every family. */
const common: FilterCases = {
  definitionKey: [
    { ask: { definitionKey: "invoice-approval" }, fits: (fact) => fact.key === "invoice-approval" },
    {
      ask: { definitionKey: ["bureau-request", "invoice-approval", "credit-check"] },
      fits: (fact) => ["bureau-request", "invoice-approval", "credit-check"].includes(fact.key),
    },
    none({ definitionKey: "invoice" }),
    none({ definitionKey: "INVOICE-APPROVAL" }),
    none({ definitionKey: "invoice%" }),
    none({ definitionKey: "invoice*" }),
    none({ definitionKey: "invoice?approval" }),
    none({ definitionKey: "invoice-approval,credit-check" }),
  ],
  definitionVersion: [
    labelled({ definitionKey: "order-fulfilment", definitionVersion: 1 }, "order-old-version"),
    {
      ask: { definitionKey: "payment-collection", definitionVersion: 1 },
      fits: (fact) => fact.key === "payment-collection",
    },
    none({ definitionKey: "order-fulfilment", definitionVersion: 3 }),
  ],
  state: [
    ...(["active", "suspended", "completed", "terminated"] as const).map(
      (state): FilterCase => ({ ask: { state }, fits: (fact) => fact.state === state }),
    ),
    ...(
      [
        ["active", "suspended"],
        ["completed", "terminated"],
        ["suspended", "terminated"],
        ["active", "completed"],
        ["active", "suspended", "terminated"],
        ["active", "suspended", "completed", "terminated"],
      ] as const
    ).map(
      (states): FilterCase => ({
        ask: { state: [...states] },
        fits: (fact) => states.some((state) => state === fact.state),
      }),
    ),
    none({ state: ["suspended"], definitionKey: "credit-check" }),
  ],
  hasIncident: [
    { ask: { hasIncident: true }, fits: (fact) => fact.incident !== undefined },
    none({ hasIncident: true, businessKey: "INV-2026-001" }),
  ],
  incidentMessage: [
    message(ledgerMessage, (text) => text === ledgerMessage),
    message("*Read timed out", (text) => text.endsWith("Read timed out")),
    message("*Cause: Cannot*", (text) => text.includes("Cause: Cannot")),
    message("Scanner*", (text) => text.startsWith("Scanner")),
    message(hostileMessage.replaceAll("*", "\\*"), (text) => text === hostileMessage),
    none({ incidentMessage: "Scanner" }),
    none({ incidentMessage: "scanner offline" }),
    none({ incidentMessage: "SCANNER*" }),
    none({ incidentMessage: "Scanner_offline" }),
    none({ incidentMessage: "Scanner%*" }),
    none({ incidentMessage: "Scanner?offline" }),
    none({ incidentMessage: "Scanner?off*" }),
  ],
  attention: [
    { ask: { attention: ["incident"] }, fits: (fact) => fact.incident !== undefined },
    { ask: { attention: ["retrying"] }, fits: (fact) => fact.attention === "retrying" },
    { ask: { attention: ["overdue"] }, fits: (fact) => fact.attention === "overdue" },
    { ask: { attention: ["retrying", "overdue"] }, fits: (fact) => fact.attention !== undefined },
    {
      ask: { attention: ["incident", "retrying"] },
      fits: (fact) => fact.incident !== undefined || fact.attention === "retrying",
    },
    {
      ask: {
        attention: ["incident", "retrying", "overdue"],
        definitionKey: ["invoice-approval", "payment-collection"],
      },
      fits: (fact) =>
        (fact.incident ?? fact.attention) !== undefined && /^(?:invoice-approval|payment-collection)$/.test(fact.key),
    },
    { ask: { attention: ["waiting"] }, fits: (fact) => fact.unfinished === true },
    {
      ask: { attention: ["waiting"], definitionKey: "order-fulfilment" },
      fits: (fact) => fact.unfinished === true && fact.key === "order-fulfilment",
    },
    {
      ask: { attention: ["retrying", "overdue", "waiting"] },
      fits: (fact) => fact.attention !== undefined || fact.unfinished === true,
    },
    {
      ask: { attention: ["waiting", "incident"], definitionKey: ["payment-collection", "customer-onboarding"] },
      fits: (fact) =>
        (fact.unfinished === true || fact.incident !== undefined) &&
        /^(?:payment-collection|customer-onboarding)$/.test(fact.key),
    },
    none({ attention: ["retrying"], definitionKey: "credit-check" }),
    {
      ask: { attention: ["waiting"], definitionKey: "credit-check" },
      fits: (fact) => fact.unfinished === true && fact.key === "credit-check",
      nothing: true,
    },
  ],
  businessKey: [
    key("ORDER-1001", (text) => text === "ORDER-1001"),
    key("ORDER-100*", (text) => text.startsWith("ORDER-100")),
    key("*-2026-01*", (text) => text.includes("-2026-01")),
    key("INV*11", (text) => text.startsWith("INV") && text.endsWith("11")),
    key("*", () => true),
    key("ORDER_100%_\\off", (text) => text === "ORDER_100%_\\off"),
    key("ORDER_*", (text) => text.startsWith("ORDER_")),
    key("*%*", (text) => text.includes("%")),
    key("*\\off", (text) => text.endsWith("\\off")),
    key("Bestellung Größe XL – 東京 🚚 #7", (text) => text.startsWith("Bestellung")),
    key("*東京*", (text) => text.includes("東京")),
    key(`ORDER-${"9".repeat(249)}`, (text) => text === `ORDER-${"9".repeat(249)}`),
    ...[
      "ORDER-100",
      "order-1001",
      "ORDER-100_",
      "ORDER%",
      "INV\\*",
      "*\\\\off",
      "' OR '1'='1",
      "ORDER-1001 x",
      "ORDER?1001",
      "ORDER?10*",
    ].map((businessKey) => none({ businessKey })),
  ],
  variables: [
    of({ name: "mode", operator: "eq", value: "broken" }, (value) => value === "broken"),
    of({ name: "mode", operator: "neq", value: "open" }, (value) => value !== "open"),
    of(
      { name: "weight", operator: "gt", value: 27 },
      isNumber((value) => value > 27),
    ),
    of(
      { name: "weight", operator: "gte", value: 27 },
      isNumber((value) => value >= 27),
    ),
    of(
      { name: "weight", operator: "lt", value: 2 },
      isNumber((value) => value < 2),
    ),
    of(
      { name: "weight", operator: "lte", value: 2 },
      isNumber((value) => value <= 2),
    ),
    of({ name: "depot", operator: "like", value: "K*n" }, (value) => value === "Köln"),
    of({ name: "amount", operator: "eq", value: 1280.5 }, (value) => value === 1280.5),
    of(
      { name: "amount", operator: "gt", value: 1000 },
      isNumber((value) => value > 1000),
    ),
    of({ name: "creditor", operator: "like", value: "*& S*" }, (value) => value === "Papier & Söhne GmbH"),
    of({ name: "yes", operator: "eq", value: true }, (value) => value === true),
    of({ name: "tiny", operator: "eq", value: 7 }, (value) => value === 7),
    of(
      { name: "counter", operator: "lt", value: 0 },
      isNumber((value) => value < 0),
    ),
    of({ name: "shortText", operator: "eq", value: "changed" }, (value) => value === "changed"),
    labelled({ variables: [{ name: "markup", operator: "eq", value: markup }] }, "variables-every-type"),
    labelled({ variables: [{ name: "markup", operator: "like", value: '*`*"quotes"*tab' }] }, "variables-every-type"),
    labelled({ variables: [{ name: "markup", operator: "like", value: "*> \\*x\\* |*" }] }, "variables-every-type"),
    labelled({ variables: [{ name: "nothing", operator: "eq", value: null }] }, "variables-every-type"),
    labelled(
      { variables: [{ name: "beyondDouble", operator: "eq", value: { integer: "9007199254740993" } }] },
      "variables-every-type",
    ),
    {
      ask: {
        variables: [
          { name: "mode", operator: "eq", value: "open" },
          { name: "depot", operator: "eq", value: "Lyon" },
        ],
      },
      fits: ({ variables }) => variables["mode"] === "open" && variables["depot"] === "Lyon",
    },
    none({ variables: [{ name: "beyondDouble", operator: "eq", value: { integer: "9007199254740992" } }] }),
    none({ variables: [{ name: "shortText", operator: "eq", value: "plain" }] }),
    none({ variables: [{ name: "depot", operator: "like", value: "L%n" }] }),
    none({ variables: [{ name: "depot", operator: "like", value: "Lyo_" }] }),
    none({ variables: [{ name: "depot", operator: "like", value: "Lyo" }] }),
    none({ variables: [{ name: "depot", operator: "like", value: "Ly?*" }] }),
    none({ variables: [{ name: "depot", operator: "like", value: "yo*" }] }),
    none({ variables: [{ name: "depot", operator: "eq", value: "L*n" }] }),
    none({ variables: [{ name: "weight", operator: "eq", value: "3" }] }),
    none({ variables: [{ name: "wEIGHT", operator: "eq", value: 3 }] }),
  ],
  tenantId: [
    { ask: { tenantId: "acme-eu" }, fits: (fact) => fact.tenant === "acme-eu" },
    { ask: { tenantId: "acme-us", hasIncident: true }, fits: (fact) => fact.tenant === "acme-us" },
    none({ tenantId: "acme" }),
    none({ tenantId: "acme-eu,acme-us" }),
    none({ tenantId: "acme*" }),
  ],
};

/** Every filter of the contract with values that find, and values that find nothing. Times have their own part. */
export function filterCasesFor({ world, lacks }: Family): FilterCases {
  const { failedJob, failedWork, untenanted } = world;
  const ofType = (incidentType: string): FilterCase => ({
    ask: { incidentType },
    fits: ({ incident }) => incident?.type === incidentType,
  });
  return {
    ...common,
    hasIncident: [
      ...(common["hasIncident"] ?? []),
      { ask: { hasIncident: false }, fits: ({ incident }) => incident === undefined },
    ],
    incidentType: [
      ...[...new Set([failedJob, failedWork])].map(ofType),
      none({ incidentType: failedJob.slice(0, 6) }),
      none({ incidentType: failedJob.toUpperCase() === failedJob ? failedJob.toLowerCase() : failedJob.toUpperCase() }),
      ...(lacks.incidentTypeWildcards
        ? []
        : [{ ...ofType(failedJob), ask: { incidentType: `${failedJob.slice(0, 3)}*` } }]),
    ],
    tenantId: [
      ...(common["tenantId"] ?? []),
      ...(untenanted === null
        ? []
        : [{ ask: { tenantId: untenanted }, fits: ({ tenant }: Fact) => tenant === undefined }]),
    ],
  };
}

/** For the filters whose values are known only from a running engine, and for refusals: some value that is valid. */
export const sampleValues: Readonly<Record<string, Partial<FilterInput>>> = {
  ...Object.fromEntries(Object.entries(common).map(([name, [first]]) => [name, first?.ask ?? {}])),
  incidentType: { incidentType: "x" },
  waitingSince: { waitingLongerThan: "1h" },
  elementId: { elementId: "approveInvoice" },
  passedElementId: { passedElementId: "approveInvoice" },
  parentId: { parentId: "x" },
  rootId: { rootId: "x" },
  startedAfter: { startedAfter: "2020-01-01" },
  startedBefore: { startedBefore: "2020-01-01" },
  endedAfter: { endedAfter: "2020-01-01" },
  endedBefore: { endedBefore: "2020-01-01" },
};
