import type { InstanceRow } from "../../core/model.ts";
import { clock, day, duration } from "./times.ts";
import { definitionWords, joined, quote, stateWords, word } from "./words.ts";

/*
 * Rows cost most of an answer, an id alone 28 tokens. So what rows share stands once above them: definition, version,
 * engine, tenant and state, and the day of their start. Groups stand in the order of their first row.
 */

/** Rows grouped by definition, then by day. A business key told before is left out. */
export function rowLines(rows: readonly InstanceRow[], now: Date, told?: string): string[] {
  const groups = grouping(rows, ({ engine, definition, tenantId }) =>
    JSON.stringify([engine, definition.key, definition.version, definition.versionTag, tenantId]),
  );
  const many = groups.length > 1 && rows.length > groups.length;
  return [
    ...(many ? ["(grouped by definition, in this order within each group)"] : []),
    ...groups.flatMap((group) => groupLines(group, now, told)),
  ];
}

function groupLines(group: readonly InstanceRow[], now: Date, told: string | undefined): string[] {
  const [first] = group;
  if (!first) return [];
  const usual = mostCommon(group.map(stateWords));
  const days = runs(group, ({ startedAt }) => (startedAt === undefined ? "unknown" : day(startedAt, now)));
  const [firstDay] = days;
  const head = joined(
    [
      definitionWords(first.definition),
      word(first.engine),
      first.tenantId ? `tenant ${word(first.tenantId)}` : undefined,
      `${usual}${group.every((row) => stateWords(row) === usual) ? "" : " unless noted"}`,
      `started ${days.length === 1 ? `${firstDay?.key} ` : ""}(UTC)`,
    ],
    " · ",
  );
  return [
    `${head}:`,
    ...days.flatMap(({ key, items }) => [
      ...(days.length > 1 ? [` ${key}`] : []),
      ...items.map((row) => ` ${rowWords(row, usual, told)}`),
    ]),
  ];
}

/** `15:31 PAY-3 daf911a8-… completed after 2 min` */
function rowWords(row: InstanceRow, usual: string, told: string | undefined): string {
  const { id, businessKey, startedAt, endedAt, endReason, parentId, tags } = row;
  const state = stateWords(row);
  const ran = startedAt && endedAt ? ` after ${duration(Date.parse(endedAt) - Date.parse(startedAt))}` : "";
  const ended = ran && state === usual ? ` ended${ran}` : ran;
  return joined(
    [
      startedAt === undefined ? undefined : clock(startedAt, false),
      businessKey && businessKey !== told ? word(businessKey) : undefined,
      word(id),
      `${state === usual ? "" : state}${ended}`.trim(),
      endReason ? `reason ${quote(endReason)}` : undefined,
      tags && tags.length > 0 ? `tags ${tags.map(word).join(",")}` : undefined,
      parentId ? "(called)" : undefined,
    ],
    " ",
  );
}

/** Items with an equal key together, in the order of the first of each. */
export function grouping<T>(items: readonly T[], keyOf: (item: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return [...groups.values()];
}

/** Neighbours with an equal key together; the order stays. */
export function runs<T>(items: readonly T[], keyOf: (item: T) => string): { key: string; items: T[] }[] {
  const found: { key: string; items: T[] }[] = [];
  for (const item of items) {
    const last = found.at(-1);
    if (last?.key === keyOf(item)) last.items.push(item);
    else found.push({ key: keyOf(item), items: [item] });
  }
  return found;
}

function mostCommon(words: readonly string[]): string {
  const [most] = grouping(words, (one) => one).toSorted((a, b) => b.length - a.length);
  return most?.[0] ?? "";
}
