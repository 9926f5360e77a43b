import type { Engine } from "../core/engine.ts";
import { oneLine } from "../words/clean.ts";
import { stepsText } from "./fields.ts";
import { record } from "./plain.ts";
import { commandLine } from "./shell-words.ts";
import { paint, type Style } from "./style.ts";
import { tableText } from "./table.ts";

/** What is configured of one engine. */
export type EngineLine = Pick<Engine, "id" | "kind" | "url">;

/** The configured engines for a person; asks nobody. */
export function enginesText(engines: readonly EngineLine[], style: Style): string {
  const many = `${engines.length} ${engines.length === 1 ? "engine" : "engines"}`;
  const head = paint(style, "bold", engines.length === 0 ? "No engine is configured" : `${many} configured`);
  const table = tableText(
    engines,
    [
      { head: "ENGINE", cell: ({ id }) => ({ text: oneLine(id) }) },
      { head: "KIND", cell: ({ kind }) => ({ text: oneLine(kind) }) },
      { head: "ADDRESS", cell: ({ url }) => ({ text: oneLine(url) }), least: 16 },
    ],
    style,
  );
  const rows = table ?? engines.map(({ id, kind, url }) => oneLine(`${id} ${kind} ${url}`)).join("\n");
  const steps = stepsText([{ command: commandLine(style, ["doctor"]), why: "whether they answer" }], style);
  return [head, ...(engines.length > 0 ? ["", rows] : []), "", ...steps].join("\n");
}

/** The configured engines as records: id, kind, address. */
export function enginesRecords(engines: readonly EngineLine[]): string {
  return engines.map(({ id, kind, url }) => record(id, kind, url)).join("\n");
}
