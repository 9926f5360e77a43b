import type { types } from "@slack/bolt";
import type { Words } from "../../words/words.ts";
import { utcText } from "./grid.ts";
import type { Form } from "./message.ts";
import { date, escaped, plain } from "./rich-text.ts";

const mostCharacters = 300;

/** The small line under an answer: what was asked, as it was understood, and the command that asks it. */
export function footing(asked: Words, command: string, form: Form): types.ContextBlock {
  const dated = form === "plain" ? undefined : inReadersZone(asked);
  const words = asked.length === 0 ? [] : [dated ?? plain(utcText(asked), mostCharacters)];
  return { type: "context", elements: [...words, plain(command, mostCharacters)] };
}

/** What Slack reads as emphasis, code or emoji, and has no escape for. */
const markup = /[*_~`]|:\w/;

/** Markup, because only so instants stand in the zone of whoever reads them; undefined where they are not worth the risk. */
function inReadersZone(asked: Words): types.MrkdwnElement | undefined {
  if (!asked.some((word) => typeof word === "object" && "at" in word)) return undefined;
  const parts = asked.map((word) => {
    if (typeof word === "string" || "strong" in word) {
      const said = typeof word === "string" ? word : word.strong;
      return markup.test(said) ? undefined : escaped(said);
    }
    const at = date(word.at, word.exact);
    return at.type === "text" ? undefined : `<!date^${at.timestamp}^${at.format}|${at.fallback}>`;
  });
  const text = parts.join("");
  return parts.includes(undefined) || text.length > mostCharacters
    ? undefined
    : { type: "mrkdwn", text, verbatim: true };
}
