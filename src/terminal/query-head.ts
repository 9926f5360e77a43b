import type { tools } from "../../tools/index.ts";
import type { EngineReport } from "../core/model.ts";
import type { OutputOf } from "../core/tool.ts";
import { oneLine } from "./clean.ts";
import { wrapText } from "./fit-text.ts";
import { paint, type Style } from "./style.ts";
import { understoodWords } from "./understood-words.ts";

export type QueryOutput = OutputOf<typeof tools.query>;

/** 12,345 */
export const numberText = (count: number): string => count.toLocaleString("en-US");

/** The engines whose part is missing, in the line of the answer, because "none" or "3" is not the whole truth then. */
export function notChecked(engines: readonly EngineReport[], style: Style): string {
  const missing = engines.filter(({ status }) => status !== "ok").map(({ engine }) => oneLine(engine));
  return missing.length === 0 ? "" : paint(style, ["bold", "yellow"], ` · ${missing.join(", ")} NOT checked`);
}

/** What was asked, under the answer. */
export function askedLines(understood: QueryOutput["understood"], style: Style): string[] {
  const asked = understoodWords(understood, style);
  return asked === "" ? [] : wrapText(asked, style.width - 2).map((line) => paint(style, "dim", `  ${line}`));
}
