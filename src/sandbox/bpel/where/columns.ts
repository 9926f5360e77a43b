/** From a written name to a column. Only names with their view are known. */
import { badRequest } from "../faults.ts";
import { type Column, type Tuple, type Value, type View, viewNamed } from "./views.ts";

/** A column of a view, as a clause names it. */
export type ColumnRef = { readonly name: string; readonly view: View; readonly column: Column };

export function columnNamed(word: string): ColumnRef {
  const [viewName = "", columnName, ...more] = word.split(".");
  if (columnName === undefined) throw badRequest("CWWBA0002E", word);
  const view = viewNamed(viewName);
  if (!view) throw badRequest("CWWBA0001E", viewName);
  const column = view.columns.get(columnName);
  if (!column || more.length > 0) throw badRequest("CWWBA0002E", word);
  return { name: word, view, column };
}

/** Null where the row has nothing there. */
export const valueIn = (tuple: Tuple, { view, column }: ColumnRef): Value | null => column.of(tuple, view.slot) ?? null;

/** Texts by code point, so that the order is that of UTF-8. */
export function compareValues(left: Value, right: Value): number {
  if (typeof left === "string" && typeof right === "string")
    return Buffer.compare(Buffer.from(left), Buffer.from(right));
  return Number(left) - Number(right);
}
