import { oneLine } from "../words/clean.ts";
import type { Words } from "../words/words.ts";
import { paint, type Style } from "./style.ts";

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

/** Words as a line for the terminal: moments in the reader's zone, what is strong in bold. */
export function textOf(words: Words, style: Style): string {
  return words
    .map((piece) => {
      if (typeof piece === "string") return piece;
      return "at" in piece ? clockText(piece.at, style, piece.exact) : paint(style, "bold", piece.strong);
    })
    .join("");
}
