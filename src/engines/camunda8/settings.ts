import * as z from "zod";
import {
  type Connection,
  connectionShape,
  engineId,
  type OwnInput,
  type OwnSettings,
  webTemplate,
} from "../settings.ts";
import type { KeyField } from "./key-field.ts";

const apis = ["v2", "operate"] as const;

const tagRule = "must be what stands before the colon in the tag: a letter, then letters, digits, dots, _ and -";

/** One Camunda 8 cluster, as it is written in a configuration file. */
export const camunda8Input = z
  .strictObject({
    id: engineId,
    kind: z.literal("camunda8").describe("Camunda 8: the Orchestration Cluster API, or Operate's API before 8.8"),
    ...connectionShape,
    url: connectionShape.url.meta({
      description:
        "Base address of the cluster's REST API, without credentials, query or fragment; may end in /v2 or /v1. Before 8.8: the address of Operate",
      examples: ["https://bru-2.zeebe.camunda.io/CLUSTER_ID", "http://localhost:8080/v2"],
    }),
    api: z
      .enum(apis)
      .optional()
      .describe("The API: v2 (8.8 and later) or operate (Operate's v1); asked from the server when left out"),
    web: webTemplate(["id"])
      .optional()
      .meta({
        description: "Address of an instance in Operate, with {id}; built from url when left out",
        examples: ["https://camunda.example.com/operate/processes/{id}"],
      }),
    businessKey: z
      .union(
        [
          z.literal("businessId"),
          z.strictObject({ variable: z.string().min(1) }),
          z.strictObject({ tag: z.string().regex(/^[A-Za-z][\w.-]{0,97}$/, tagRule) }),
        ],
        { error: "must be businessId, { variable: name } or { tag: name }" },
      )
      .optional()
      .describe(
        "What the business key is: the business id of 8.9 and later (businessId, the default), a process variable, or a tag of the form name:key",
      ),
  })
  .describe("A Camunda 8 cluster");
export type Camunda8Input = z.infer<typeof camunda8Input>;

/** One Camunda 8 cluster, loaded. */
export interface Camunda8Settings extends Connection {
  readonly id: string;
  readonly kind: "camunda8";
  /** Absent: the server is asked. */
  readonly api?: (typeof apis)[number];
  /** Template of a link; absent: Operate where a cluster has it. */
  readonly web?: string;
  readonly businessKey: KeyField;
}

export function camunda8Settings(input: OwnInput<Camunda8Input>): OwnSettings<Camunda8Settings> {
  const { id, kind, api, web, businessKey } = input;
  return {
    id,
    kind,
    ...(api === undefined ? {} : { api }),
    ...(web === undefined ? {} : { web }),
    businessKey: businessKey ?? "businessId",
  };
}
