/** What differs between the versions of the API, as data. */

export type Api = "2024" | "8.8" | "8.9" | "8.10";
type Level = 8 | 9 | 10;

/** The levels that have something. */
export type Levels = readonly Level[];

export const always: Levels = [8, 9, 10];
export const only8: Levels = [8];
export const since9: Levels = [9, 10];
export const since10: Levels = [10];
export const never: Levels = [];

export type Dialect = {
  readonly level: Level;
  readonly gatewayVersion: string;
  /** How fields without a value are written. */
  readonly nulls: "absent" | "null";
  /** The title of problems with a value in a filter. */
  readonly badValue: "Bad Request" | "INVALID_ARGUMENT";
  /** What released versions call TERMINATED. */
  readonly terminated: "TERMINATED" | "CANCELED";
  readonly parentElement: "parentElementInstanceKey" | "parentFlowNodeInstanceKey";
  readonly tags: boolean;
  /** Media types besides JSON that an answer can have, and the form of keys in each. */
  readonly vendorTypes: Readonly<Record<string, "number" | "string">>;
};

const released = {
  terminated: "TERMINATED",
  parentElement: "parentElementInstanceKey",
  tags: true,
  vendorTypes: {},
} as const;

const level8 = { level: 8, nulls: "absent", badValue: "Bad Request" } as const;
const level9 = { ...released, nulls: "null", badValue: "INVALID_ARGUMENT" } as const;

export const dialects: Readonly<Record<Api, Dialect>> = {
  /** As described in December 2024; no released server speaks it. */
  "2024": {
    ...level8,
    gatewayVersion: "8.7.0-alpha2",
    terminated: "CANCELED",
    parentElement: "parentFlowNodeInstanceKey",
    tags: false,
    vendorTypes: {
      "application/vnd.camunda.api.keys.number+json": "number",
      "application/vnd.camunda.api.keys.string+json": "string",
    },
  },
  "8.8": { ...released, ...level8, gatewayVersion: "8.8.5" },
  "8.9": { ...level9, level: 9, gatewayVersion: "8.9.5" },
  "8.10": { ...level9, level: 10, gatewayVersion: "8.10.0" },
};

/** Whether instances have a business id, and whether they can be suspended. */
export const instanceFacts: Readonly<Record<Api, { readonly businessIds: boolean; readonly suspension: boolean }>> = {
  "2024": { businessIds: false, suspension: false },
  "8.8": { businessIds: false, suspension: false },
  "8.9": { businessIds: true, suspension: false },
  "8.10": { businessIds: true, suspension: true },
};
