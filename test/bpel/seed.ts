/** The description of GET /process/{piid}: what is in it, and an instance that has all of it. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { piidOf } from "./records.ts";

const file = join(import.meta.dirname, "../../../shared/seeds/ibm-bfm-get-process-instance.txt");

/** The description itself, where it is at hand. */
export const description = existsSync(file) ? readFileSync(file, "utf8") : undefined;

export const id = piidOf(1);
const [parentId, rootId] = [piidOf(2), piidOf(3)];

/** An instance with a value of its own in each property. */
export const described = {
  adminTaskID: "_TKI:a01b0109.7232ed16.d33c67f6.beb30076",
  completionTime: "2026-11-22T10:00:09Z",
  creationTime: "2026-11-22T10:00:01Z",
  customProperties: { "value of customProperties": "value of a custom property" },
  customText1: "value of customText1",
  customText2: "value of customText2",
  customText3: "value of customText3",
  customText4: "value of customText4",
  customText5: "value of customText5",
  customText6: "value of customText6",
  customText7: "value of customText7",
  customText8: "value of customText8",
  description: "value of description",
  displayName: "value of displayName",
  executionState: "STATE_FAILED",
  faultName: "{http://example.com/faults}value-of-faultName",
  isBusinessRelevant: true,
  isContinueOnError: false,
  isMigrated: true,
  lastModificationTime: "2026-11-22T10:00:08Z",
  lastStateChangeTime: "2026-11-22T10:00:07Z",
  name: "value of name",
  parentProcessInstanceName: "value of parentProcessInstanceName",
  parentProcessInstanceID: parentId,
  piid: id,
  processTemplateID: "_PT:90010109.7232ed16.d33c67f6.1",
  processTemplateName: "value-of-processTemplateName",
  resumptionTime: "2026-11-22T10:00:06Z",
  startTime: "2026-11-22T10:00:02Z",
  starter: "value of starter",
  topLevelProcessInstanceID: rootId,
  topLevelProcessInstanceName: "value of topLevelProcessInstanceName",
} as const;

export type Property = keyof typeof described;
export const properties = Object.keys(described).filter((name): name is Property => Object.hasOwn(described, name));
