import * as z from "zod";
import { cleanText } from "../../core/text.ts";
import { fromEngineDate } from "../dates.ts";
import { isPiid } from "./where.ts";

/** Properties are absent where there is nothing to tell; an explicit null is taken for the same. */
const text = z.string().nullish();

/** The id of an instance; others are asked for by it. */
const piid = z.string().refine(isPiid, "is no id of an instance");
const piidOrNone = piid.nullish();
/** The id of something else, which is told and never asked for. */
const otherId = z.string().transform((written) => cleanText(written).text);

/** Times are told in UTC and whole seconds (`2026-11-22T10:00:00Z`). One that cannot be read is an answer in an unknown shape. */
const time = z
  .string()
  .nullish()
  .transform((written, context) => {
    if (written === null || written === undefined) return undefined;
    const at = fromEngineDate(written);
    if (at === undefined) context.addIssue({ code: "custom", message: "is no time" });
    return at;
  });

const processShape = {
  piid,
  name: text,
  displayName: text,
  description: text,
  executionState: z.string(),
  processTemplateID: otherId.nullish(),
  processTemplateName: z.string(),
  creationTime: time,
  startTime: time,
  completionTime: time,
  resumptionTime: time,
  starter: text,
  parentProcessInstanceID: piidOrNone,
  topLevelProcessInstanceID: piidOrNone,
};

/** An instance as lists tell it. */
export const process = z.object(processShape);

/** An instance asked for by its id: with what lists leave out. */
export const processDetail = z.object({
  ...processShape,
  faultName: text,
  lastStateChangeTime: time,
  customProperties: z.record(z.string(), z.string().nullish()).nullish(),
  customText1: text,
  customText2: text,
  customText3: text,
  customText4: text,
  customText5: text,
  customText6: text,
  customText7: text,
  customText8: text,
});

export const activity = z.object({
  aiid: otherId,
  name: z.string(),
  displayName: text,
  executionState: z.string(),
  kind: z.string(),
  activationTime: time,
  startTime: time,
  completionTime: time,
  expirationTime: time,
  owner: text,
  stopReason: text,
  processInstanceID: piidOrNone,
  /** What older descriptions call the same. */
  piid: piidOrNone,
});

export const template = z.object({ ptid: z.string(), name: z.string() });

export const list = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item) });

/** `programmersDetails` (stack traces) and the message are not looked at: nothing of them may reach a reader. */
export const problem = z.object({ errorNumber: text, error_number: text });

export type Process = z.output<typeof process>;
export type ProcessDetail = z.output<typeof processDetail>;
export type Activity = z.output<typeof activity>;
