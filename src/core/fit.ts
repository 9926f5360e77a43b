/** Characters of an answer beside its rows and what is counted: names, reports, and a cursor of a long id. */
export const besideRows = 800;

/**
 * How many of the rows fit into `maxCharacters` of JSON beside `overhead` characters of the rest of the answer.
 * At least one, so that paging always makes progress.
 */
export function rowsThatFit(rows: readonly unknown[], overhead: number, maxCharacters: number | undefined): number {
  if (maxCharacters === undefined) return rows.length;
  let used = overhead;
  for (const [index, row] of rows.entries()) {
    used += JSON.stringify(row).length + 1;
    if (used > maxCharacters) return Math.max(1, index);
  }
  return rows.length;
}
