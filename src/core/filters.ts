import * as z from "zod";
import { attentions, instanceStates } from "./model.ts";

const variableOperators = ["eq", "neq", "gt", "gte", "lt", "lte", "like"] as const;

const variableValue = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.null(),
  z.strictObject({ integer: z.string().regex(/^-?\d{1,19}$/, "must be a whole number of at most 19 digits") }),
]);

export const variableFilter = z.strictObject({
  name: z.string().min(1),
  operator: z.enum(variableOperators).default("eq"),
  value: variableValue,
});

/**
 * The filters of a query as resolved: lists are lists, times absolute ISO 8601 UTC. This is what engines are asked and
 * what an answer shows as `understood`. `waitingSince` is `waitingLongerThan` counted back from now.
 */
export const filters = z.object({
  definitionKey: z.array(z.string()).optional(),
  definitionVersion: z.int().optional(),
  state: z.array(z.enum(instanceStates)).optional(),
  hasIncident: z.boolean().optional(),
  incidentType: z.string().optional(),
  incidentMessage: z.string().optional(),
  attention: z.array(z.enum(attentions)).optional(),
  waitingSince: z.string().optional(),
  businessKey: z.string().optional(),
  variables: z.array(z.object({ ...variableFilter.shape, operator: z.enum(variableOperators) })).optional(),
  elementId: z.string().optional(),
  passedElementId: z.string().optional(),
  parentId: z.string().optional(),
  rootId: z.string().optional(),
  tenantId: z.string().optional(),
  startedAfter: z.string().optional(),
  startedBefore: z.string().optional(),
  endedAfter: z.string().optional(),
  endedBefore: z.string().optional(),
});

/** Hours after which the work of a person or of a program that nobody finished is `waiting`, a value of `attention`. */
export const waitingHours = 2;

/** Work that began before this instant is `waiting`. */
export const waitingBefore = (now: Date): string => new Date(now.getTime() - waitingHours * 3_600_000).toISOString();

export const orders = ["newest", "oldest", "longestWaiting"] as const;

export type Filters = z.infer<typeof filters>;
export type FilterName = keyof Filters;
export type VariableFilter = NonNullable<Filters["variables"]>[number];
export type Order = (typeof orders)[number];
