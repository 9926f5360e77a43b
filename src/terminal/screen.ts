import type { ToolKey, tools } from "../../tools/index.ts";
import type { OutputOf } from "../core/tool.ts";
import { cleaned } from "../words/clean.ts";
import { countView } from "./count-view.ts";
import { getView } from "./get-view.ts";
import { historyView } from "./history-view.ts";
import { listView } from "./list-view.ts";
import type { Style } from "./style.ts";

type Screen = { readonly [K in ToolKey]: (output: OutputOf<(typeof tools)[K]>, style: Style) => string };

/** The answer of each tool for a person at a terminal, without a line end. */
export const screen: Screen = {
  get: (output, style) => getView(cleaned(output), style),
  query(output, style) {
    const { counts, ...rest } = cleaned(output);
    return counts ? countView(rest, counts, style) : listView(rest, style);
  },
  history: (output, style) => historyView(cleaned(output), style),
};
