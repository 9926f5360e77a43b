import * as z from "zod";
import {
  type Connection,
  connectionShape,
  engineId,
  type OwnInput,
  type OwnSettings,
  passwordProblem,
  type Reached,
  webTemplate,
} from "../settings.ts";
import { isHostOrInterface } from "./address.ts";
import { customTexts, type KeyField } from "./key-field.ts";

/** What is wrong with how an engine is reached, for a sentence that begins with its url. */
export function bpelUrlProblem(reached: Reached): string | undefined {
  const url = URL.parse(reached.url);
  if (url?.host && !isHostOrInterface(url)) return "must be the root of the host, or end in /rest/bpm/bfm/v1";
  return passwordProblem(reached);
}

/** One Business Flow Manager, as it is written in a configuration file. */
export const bpelInput = z
  .strictObject({
    id: engineId,
    kind: z
      .literal("bpel")
      .describe(
        "BPEL processes of IBM BPM and IBM Business Automation Workflow, by the Business Flow Manager's REST API",
      ),
    ...connectionShape,
    url: connectionShape.url.meta({
      description:
        "Address of the host, or of the REST API below it (/rest/bpm/bfm/v1), without credentials, query or fragment. With auth basic it must begin with https://, except within the own network",
      examples: ["https://bpm.example.com:9443", "https://bpm.example.com:9443/rest/bpm/bfm/v1"],
    }),
    web: webTemplate(["id"])
      .optional()
      .meta({
        description:
          "Address of an instance in a web application, with {id}; Business Process Choreographer Explorer on the url's host when left out",
        examples: ["https://bpm.example.com:9443/bpc?piid={id}"],
      }),
    businessKey: z
      .union([z.enum(["name", ...customTexts]), z.strictObject({ customProperty: z.string().min(1) })], {
        error: "must be name, customText1 to customText8, or { customProperty: name }",
      })
      .optional()
      .describe(
        "What the business key is: the name of the instance (name, the default), one of its custom texts, or a custom property",
      ),
    csrfToken: z
      .boolean()
      .optional()
      .describe(
        "Whether the server demands the header BPMCSRFToken; the token is then asked for at /bpm/system/login. Left out: no",
      ),
  })
  .superRefine((input, context) => {
    const message = bpelUrlProblem(input);
    if (message !== undefined) context.addIssue({ code: "custom", path: ["url"], message });
  })
  .describe("BPEL processes of IBM BPM and IBM Business Automation Workflow");
export type BpelInput = z.infer<typeof bpelInput>;

/** One Business Flow Manager, loaded. */
export interface BpelSettings extends Connection {
  readonly id: string;
  readonly kind: "bpel";
  /** Template of a link; absent: Business Process Choreographer Explorer on the url's origin. */
  readonly web?: string;
  readonly businessKey: KeyField;
  readonly csrfToken: boolean;
}

export function bpelSettings({
  id,
  kind,
  web,
  businessKey,
  csrfToken,
}: OwnInput<BpelInput>): OwnSettings<BpelSettings> {
  return {
    id,
    kind,
    ...(web === undefined ? {} : { web }),
    businessKey: businessKey ?? "name",
    csrfToken: csrfToken ?? false,
  };
}
