import { oneLine } from "./clean.ts";
import type { Style } from "./style.ts";

const steps = [
  { ms: 86_400_000, unit: "d", next: { ms: 3_600_000, unit: "h" } },
  { ms: 3_600_000, unit: "h", next: { ms: 60_000, unit: "min" } },
  { ms: 60_000, unit: "min", next: undefined },
  { ms: 1_000, unit: "s", next: undefined },
] as const;

/** "2 h 14 min", "3 d 2 h", "45 s", "320 ms": two units at most. */
export function durationText(ms: number): string {
  const span = Math.max(0, Math.round(ms));
  const step = steps.find((candidate) => span >= candidate.ms);
  if (!step) return `${span} ms`;
  const whole = Math.floor(span / step.ms);
  const rest = step.next ? Math.floor((span - whole * step.ms) / step.next.ms) : 0;
  return step.next && rest > 0 ? `${whole} ${step.unit} ${rest} ${step.next.unit}` : `${whole} ${step.unit}`;
}

/** How long ago an instant was; undefined when it lies ahead or is no time. */
export function agoText(iso: string, style: Style): string | undefined {
  const ms = style.now.getTime() - Date.parse(iso);
  return ms >= 0 ? durationText(ms) : undefined;
}

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const formats = new Map<string, Intl.DateTimeFormat>();

interface Parts {
  readonly year: string;
  readonly month: string;
  readonly day: string;
  readonly time: string;
  readonly second: string;
}

function partsOf(at: Date, timeZone: string | undefined): Parts {
  const key = timeZone ?? "";
  const format =
    formats.get(key) ??
    new Intl.DateTimeFormat("en-GB", {
      ...(timeZone === undefined ? {} : { timeZone }),
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
      hourCycle: "h23",
    });
  formats.set(key, format);
  const of = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  const { year = "", month = "", day = "", hour = "", minute = "", second = "" } = of;
  return { year, month, day, time: `${hour}:${minute}`, second };
}

/**
 * An instant for a person, in the reader's zone: "15:31" today, "09 Nov 08:01" this year, "2024-11-09 08:01" else.
 * `exact` adds seconds and always names the day.
 */
export function clockText(iso: string, style: Style, exact = false): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return oneLine(iso);
  const then = partsOf(at, style.timeZone);
  const today = partsOf(style.now, style.timeZone);
  const time = exact ? `${then.time}:${then.second}` : then.time;
  if (then.year !== today.year) return `${then.year}-${then.month}-${then.day} ${time}`;
  if (!exact && then.month === today.month && then.day === today.day) return time;
  return `${then.day} ${months[Number(then.month) - 1] ?? then.month} ${time}`;
}

/** An instant in the columns of a list: a day of another year goes without the time. */
export function shortClockText(iso: string, style: Style): string {
  const text = clockText(iso, style);
  return /^\d{4}-\d{2}-\d{2} /.test(text) ? text.slice(0, 10) : text;
}

/** "15:31 (2 h 14 min)", and without the span when the instant lies ahead. */
export function sinceText(iso: string, style: Style): string {
  const ago = agoText(iso, style);
  return ago === undefined ? clockText(iso, style) : `${clockText(iso, style)} (${ago})`;
}
