import * as z from "zod";
import { accessConfig } from "../core/access.ts";
import { camunda7Input } from "../engines/camunda7/settings.ts";

/** One engine as it is written. A second kind makes this a union on `kind`. */
export const engineInput = camunda7Input;

/** The whole configuration file as it is written. */
export const fileSchema = z.strictObject(
  {
    engines: z.array(engineInput).min(1).describe("The engines to look at"),
    access: accessConfig
      .optional()
      .describe(
        "Who may see what. Left out: the local user sees everything but the values of variables, others nothing",
      ),
  },
  { error: (issue) => (issue.code === "invalid_type" ? "the file must be a map with the key engines" : undefined) },
);

/** lookout.schema.json: what editors complete and check lookout.yaml with. */
export function configJsonSchema(): object {
  const { $schema, ...schema } = z.toJSONSchema(fileSchema, { target: "draft-2020-12", io: "input" });
  return {
    $schema,
    $id: "https://unpkg.com/process-lookout/lookout.schema.json",
    title: "Process Lookout configuration",
    description: "lookout.yaml: the engines that the lookout looks at, and who may see what",
    ...schema,
  };
}
