import type { QueryOutput } from "../../tools/index.ts";
import type { EngineReport } from "../core/model.ts";
import { oneLine } from "../words/clean.ts";
import { understoodWords } from "../words/understood.ts";
import { wrapText } from "./fit-text.ts";
import { textOf } from "./moments.ts";
import { paint, type Style } from "./style.ts";

/** The engines whose part is missing, in the line of the answer, because "none" or "3" is not the whole truth then. */
export function notChecked(engines: readonly EngineReport[], style: Style): string {
  const missing = engines.filter(({ status }) => status !== "ok").map(({ engine }) => oneLine(engine));
  return missing.length === 0 ? "" : paint(style, ["bold", "yellow"], ` · ${missing.join(", ")} NOT checked`);
}

/** What was asked, under the answer. */
export function askedLines(understood: QueryOutput["understood"], style: Style): string[] {
  const asked = textOf(understoodWords(understood), style);
  return asked === "" ? [] : wrapText(asked, style.width - 2).map((line) => paint(style, "dim", `  ${line}`));
}
