import { stripUnsafe } from "../../core/text.ts";

// Ends of lines that would otherwise be taken out as control characters and glue two words together.
const breaks = /[\v\f\r\u0085\u2028\u2029]/g;
const bracketed = /<([^<>]*)>/g;
const entities = new Map([
  ["&amp;", "&"],
  ["&lt;", "<"],
  ["&gt;", ">"],
]);

/**
 * What a person typed, of the text that Slack hands over: links and mentions as plain words, entities as characters, and
 * nothing that cannot be seen.
 */
export function typedText(text: string): string {
  return stripUnsafe(text.replace(breaks, " "))
    .replace(bracketed, (whole, inner: string) => unwrapped(inner) ?? whole)
    .replace(/&(?:amp|lt|gt);/g, (entity) => entities.get(entity) ?? entity);
}

/** The text that `typedText` turns into this one. */
export function asTyped(text: string): string {
  const kept = text.replace(/&(?=(?:amp|lt|gt);)/g, "&amp;");
  const hasMarkup = [...kept.matchAll(bracketed)].some(([, inner = ""]) => unwrapped(inner) !== undefined);
  return hasMarkup ? kept.replaceAll("<", "&lt;") : kept;
}

/** Slack's markup of a link or mention as words; undefined for what only stands between angle brackets. */
function unwrapped(inner: string): string | undefined {
  const bar = inner.indexOf("|");
  const target = bar < 0 ? inner : inner.slice(0, bar);
  const label = bar < 0 ? "" : inner.slice(bar + 1);
  if (/^https?:\/\//i.test(target)) return isAutomatic(target, label) ? label : target;
  if (/^(?:mailto|tel):/i.test(target)) return label || target.replace(/^[a-z]+:/i, "");
  if (/^(?:@[UW]|#[CGD])[A-Z0-9]+$/.test(target)) return label ? `${target.charAt(0)}${label}` : target;
  if (/^!(?:channel|here|everyone)$/.test(target)) return `@${target.slice(1)}`;
  if (/^!(?:subteam|date)\^/.test(target)) return label || target.slice(1);
  return undefined;
}

/** Whether Slack made a link of what was typed without a scheme: a key such as `order.io`. */
function isAutomatic(target: string, label: string): boolean {
  const bare = target.replace(/^https?:\/\//i, "");
  return label !== "" && (bare === label || bare === `${label}/`);
}
