import { definitionWords } from "../words/instance.ts";
import type { Cell } from "./table.ts";

/** A definition in a table: the version stays when the key is cut. */
export function definitionCell(definition: { key?: string | undefined; version?: number | undefined }): Cell {
  const { version } = definition;
  return { text: definitionWords(definition), ...(version === undefined ? {} : { keep: ` v${version}` }) };
}
