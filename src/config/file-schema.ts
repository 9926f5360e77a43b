import * as z from "zod";
import { accessConfig } from "../core/access.ts";
import { bpelInput } from "../engines/bpel/settings.ts";
import { camunda7Input } from "../engines/camunda7/settings.ts";
import { camunda8Input } from "../engines/camunda8/settings.ts";
import { connectionShape, engineId } from "../engines/settings.ts";
import { slackSection } from "../slack/settings.ts";
import type { EngineKind } from "./engine-settings.ts";
import { fleetShape } from "./fleet.ts";

const kindRule = "must be camunda7 (for Operaton and CIB seven too), camunda8 or bpel";

const engineKinds = ["camunda7", "camunda8", "bpel"] as const satisfies readonly EngineKind[];

/** A kind by itself, where the rest of an engine is not in a file. */
export const engineKind = z.enum(engineKinds, { error: kindRule });

/** One engine as it is written. */
export const engineInput = z.discriminatedUnion("kind", [camunda7Input, camunda8Input, bpelInput], {
  error: ({ code, input }) => {
    if (code !== "invalid_union") return undefined;
    const kind = typeof input === "object" && input !== null && "kind" in input ? input.kind : undefined;
    return kind === undefined ? "is missing" : kind === null ? "has no value" : kindRule;
  },
});

/** What every engine is made of, whatever its kind: for telling what else is wrong where the kind is. */
export const anyEngineInput = z.looseObject({ id: engineId, ...connectionShape });

/** The whole configuration file as it is written. */
export const fileSchema = z.strictObject(
  {
    engines: z.array(engineInput).min(1).describe("The engines to look at"),
    ...fleetShape,
    access: accessConfig
      .optional()
      .describe(
        "Who may see what. Left out: the local user sees everything but the values of variables, others nothing",
      ),
    slack: slackSection.optional().describe("The Slack app; its tokens come from the environment alone"),
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
