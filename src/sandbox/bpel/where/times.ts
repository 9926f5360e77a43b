/** The texts of time stamps: a date, a time, or both. Always UTC; nothing says an offset. */

const day = 24 * 3_600_000;

/** Null for what is no time stamp. A date alone is its midnight, a time alone is of today. */
export function timeStamp(text: string, now: number): number | null {
  if (!text.includes("T")) return dateOf(text) ?? timeToday(text, now);
  const [date = "", time = ""] = text.split("T", 2);
  if (text !== `${date}T${time}`) return null;
  if (date === "") return timeToday(time, now);
  if (!/^\d{4}-\d\d-\d\d$/.test(date)) return null;
  return sum(dateOf(date), timeOf(time));
}

const timeToday = (text: string, now: number): number | null => sum(now - (now % day), timeOf(text));
const sum = (left: number | null, right: number | null): number | null =>
  left === null || right === null ? null : left + right;

/** A year, perhaps a month, perhaps a day. */
function dateOf(text: string): number | null {
  const [, year, month = "01", date = "01"] = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/.exec(text) ?? [];
  if (year === undefined) return null;
  const at = Date.parse(`${year}-${month}-${date}T00:00:00Z`);
  // A day that the month does not have would be one of the next.
  const exists = !Number.isNaN(at) && new Date(at).toISOString().startsWith(`${year}-${month}-${date}`);
  return exists ? at : null;
}

function timeOf(text: string): number | null {
  const [, hours, minutes, seconds = "00"] = /^([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?$/.exec(text) ?? [];
  if (hours === undefined) return null;
  return ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1_000;
}
