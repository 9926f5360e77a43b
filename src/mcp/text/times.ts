import { word } from "./words.ts";

const units = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["min", 60_000],
  ["s", 1_000],
] as const;

/** "2 h 14 min", "3 d 2 h", "45 s": the two largest units, without seconds from an hour and without hours from 100 days on. */
export function duration(ms: number): string {
  if (ms < 1_000) return ms < 0 ? "0 s" : "< 1 s";
  const at = units.findIndex(([, size]) => ms >= size);
  const [unit, size] = units[at] ?? units[3];
  const count = Math.floor(ms / size);
  const smaller = units[at + 1];
  const rest = smaller === undefined ? 0 : Math.floor((ms % size) / smaller[1]);
  const isCoarse = (unit === "d" && count >= 100) || (unit === "min" && count >= 10);
  return rest === 0 || isCoarse || smaller === undefined
    ? `${count} ${unit}`
    : `${count} ${unit} ${rest} ${smaller[0]}`;
}

/** "today 15:31 UTC" or "2026-11-09 08:01 UTC". What is no time is shown as it came. */
export function moment(iso: string, now: Date): string {
  const at = parsed(iso);
  if (at === undefined) return word(iso);
  return `${dayOf(at, now)} ${at.slice(11, 16)} UTC`;
}

/** "today" or "2026-11-09", in UTC. */
export function day(iso: string, now: Date): string {
  const at = parsed(iso);
  return at === undefined ? "no valid time" : dayOf(at, now);
}

/** "15:31" or, with seconds, "15:31:07"; the day stands elsewhere. */
export function clock(iso: string, withSeconds: boolean): string {
  return parsed(iso)?.slice(11, withSeconds ? 19 : 16) ?? word(iso);
}

/** "today 15:31 UTC (2 h 14 min)": how long ago, by the given duration or counted from now. */
export function since(iso: string, now: Date, ms = now.getTime() - Date.parse(iso)): string {
  return Number.isNaN(ms) ? moment(iso, now) : `${moment(iso, now)} (${duration(ms)})`;
}

/** "due today 16:00 UTC (overdue by 1 h)" */
export function due(iso: string, now: Date): string {
  const late = now.getTime() - Date.parse(iso);
  return `due ${moment(iso, now)}${late > 0 ? ` (overdue by ${duration(late)})` : ""}`;
}

function parsed(iso: string): string | undefined {
  const ms = Date.parse(iso);
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString();
}

const dayOf = (at: string, now: Date) =>
  at.slice(0, 10) === now.toISOString().slice(0, 10) ? "today" : at.slice(0, 10);
