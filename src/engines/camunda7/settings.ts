import * as z from "zod";
import {
  type Connection,
  connectionShape,
  engineId,
  type OwnInput,
  type OwnSettings,
  webTemplate,
} from "../settings.ts";
import { type Flavor, flavors } from "./dialects.ts";

const placeholders = ["id", "definitionKey", "definitionVersion", "definitionId", "engineName"];

/** One engine of the Camunda 7 family, as it is written in a configuration file. */
export const camunda7Input = z
  .strictObject({
    id: engineId,
    kind: z.literal("camunda7").describe("The Camunda 7 family: Camunda 7, Operaton, CIB seven"),
    ...connectionShape,
    flavor: z.enum(flavors).optional().describe("The vendor; asked from the engine when left out"),
    engineName: z
      .string()
      .min(1)
      .optional()
      .describe("Name of the process engine behind the REST API; the default engine when left out"),
    web: webTemplate(placeholders)
      .optional()
      .meta({
        description: `Address of an instance in the web application, with ${placeholders.map((name) => `{${name}}`).join(", ")}; built from url and flavor when left out`,
        examples: ["https://camunda.example.com/camunda/app/cockpit/{engineName}/#/process-instance/{id}/runtime"],
      }),
    businessKey: z
      .union([z.literal("businessKey"), z.strictObject({ variable: z.string().min(1) })], {
        error: "must be businessKey or { variable: name }",
      })
      .optional()
      .describe("What the business key is: the engine's own field (businessKey, the default) or a process variable"),
  })
  .describe("An engine of the Camunda 7 family");
export type Camunda7Input = z.infer<typeof camunda7Input>;

/** One engine of the Camunda 7 family, loaded. */
export interface Camunda7Settings extends Connection {
  readonly id: string;
  readonly kind: "camunda7";
  /** Absent: the engine is asked. */
  readonly flavor?: Flavor;
  /** Absent: the default engine of the REST API. */
  readonly engineName?: string;
  /** Template of a link; absent: the flavour's own web application on the url's origin. */
  readonly web?: string;
  readonly businessKey: "businessKey" | { readonly variable: string };
}

export function camunda7Settings(input: OwnInput<Camunda7Input>): OwnSettings<Camunda7Settings> {
  const { id, kind, flavor, engineName, web, businessKey } = input;
  return {
    id,
    kind,
    ...(flavor === undefined ? {} : { flavor }),
    ...(engineName === undefined ? {} : { engineName }),
    ...(web === undefined ? {} : { web }),
    businessKey: businessKey ?? "businessKey",
  };
}
