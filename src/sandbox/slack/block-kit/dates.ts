/** Dates that Slack writes in the reader's own zone, in mrkdwn and in rich text. */

const tokens = new Set([
  "date_num",
  "date_slash",
  "date_long",
  "date_long_full",
  "date_long_pretty",
  "date",
  "date_pretty",
  "date_short",
  "date_short_pretty",
  "time",
  "time_secs",
  "ago",
  "day_divider_pretty",
]);

/** What is wrong with a template such as `{date_short} at {time}`; undefined when nothing is. */
export function badTemplate(template: string): string | undefined {
  const used = [...template.matchAll(/\{([^{}]*)\}/g)].map(([, token]) => token ?? "");
  if (used.length === 0) return "a date format must have at least one token";
  const unknown = used.find((token) => !tokens.has(token));
  return unknown === undefined ? undefined : `unknown token in a date format: {${unknown}}`;
}

/** What is wrong with each `<!date^…>` of a mrkdwn text. */
export function badDates(text: string): readonly string[] {
  return [...text.matchAll(/<!date([^<>]*)>/g)].flatMap(([whole, inner = ""]) => {
    const parts = /^\^(-?\d+)\^([^|^]+)(?:\^([^|]+))?\|(.+)$/s.exec(inner);
    if (!parts) return [`not a date: ${whole}`];
    const [, , template = "", link] = parts;
    if (link !== undefined && !/^https?:\/\/\S+$/.test(link)) return [`not a link of a date: ${whole}`];
    return badTemplate(template) ?? [];
  });
}
