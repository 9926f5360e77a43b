const unitMs = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;

/** "90m", "2h", "7d" in milliseconds; undefined when the text is no such duration. */
export function parseDuration(text: string): number | undefined {
  const match = /^(\d{1,6})([smhdw])$/.exec(text.trim());
  const unit = match?.[2];
  if (!match?.[1] || !(unit === "s" || unit === "m" || unit === "h" || unit === "d" || unit === "w")) return undefined;
  return Number(match[1]) * unitMs[unit];
}

const dateOnly = /^\d{4}-\d{2}-\d{2}$/;
const dateTime = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?([Zz]|[+-]\d{2}:?\d{2})$/;

function existingDay(text: string): boolean {
  const day = text.slice(0, 10);
  const parsed = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(day);
}

/**
 * An instant as people write it: an ISO time with offset, a date (00:00 UTC), or a duration back from `now`.
 * Answers ISO 8601 UTC with milliseconds, or undefined when it is none of these or no existing day.
 */
export function parseInstant(text: string, now: Date): string | undefined {
  const trimmed = text.trim();
  const back = parseDuration(trimmed);
  if (back !== undefined) return instantOf(now.getTime() - back);
  if (!(dateOnly.test(trimmed) || dateTime.test(trimmed)) || !existingDay(trimmed)) return undefined;
  const normal = dateOnly.test(trimmed)
    ? `${trimmed}T00:00:00Z`
    : trimmed
        .replace(" ", "T")
        .replace(/([+-]\d{2})(\d{2})$/, "$1:$2")
        .toUpperCase();
  return instantOf(Date.parse(normal));
}

const firstMs = Date.parse("0000-01-01T00:00:00.000Z");
const lastMs = Date.parse("9999-12-31T23:59:59.999Z");

/** ISO 8601 UTC with milliseconds; undefined outside of the years 0 to 9999, whose texts order as their times do. */
export function instantOf(ms: number): string | undefined {
  return ms >= firstMs && ms <= lastMs ? new Date(ms).toISOString() : undefined;
}

/** The ISO time moved by some milliseconds. */
export function shiftIso(iso: string, ms: number): string {
  return new Date(Date.parse(iso) + ms).toISOString();
}
