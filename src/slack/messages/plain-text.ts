import { cut, limits } from "./limits.ts";
import type { Block } from "./message.ts";
import { escaped, type Paragraph } from "./rich-text.ts";

/** The blocks as mrkdwn for a message without blocks, escaped and within Slack's limit; instants in UTC. */
export function plainText(blocks: readonly Block[]): string {
  const lines = blocks.flatMap(linesOf).map(escaped);
  const rest = "… The rest does not fit in here.";
  const kept: string[] = [];
  let left = limits.text - rest.length - 1;
  for (const line of lines) {
    left -= line.length + 1;
    if (left < 0) return [...kept, rest].join("\n");
    kept.push(line);
  }
  return kept.join("\n");
}

/** One line of rich text as unescaped text; instants in UTC. */
export function wordsOf(paragraph: Extract<Paragraph, { type: "rich_text_section" | "rich_text_quote" }>): string {
  return paragraph.elements.map(elementText).join("");
}

/** The answer in one line for `text` of a message: escaped. */
export function notice(words: string): string {
  return escaped(cut(words, limits.context));
}

function linesOf(block: Block): string[] {
  switch (block.type) {
    case "rich_text":
      return block.elements.flatMap(paragraphLines);
    case "context":
      return block.elements.flatMap((element) => ("text" in element ? [element.text] : []));
    case "actions":
      return block.elements.flatMap((element) =>
        element.type === "button" && element.url !== undefined ? [`${element.text.text}: ${element.url}`] : [],
      );
    default:
      return [];
  }
}

function paragraphLines(paragraph: Paragraph): string[] {
  switch (paragraph.type) {
    case "rich_text_section":
      return [wordsOf(paragraph)];
    case "rich_text_quote":
      return [`"${wordsOf(paragraph)}"`];
    case "rich_text_list":
      return paragraph.elements.map((item) => `• ${wordsOf(item)}`);
    case "rich_text_preformatted":
      return paragraph.elements.flatMap(({ text = "" }) => text.split("\n"));
  }
}

function elementText(element: Extract<Paragraph, { type: "rich_text_section" }>["elements"][number]): string {
  switch (element.type) {
    case "text":
      return element.text;
    case "date":
      return element.fallback ?? "";
    case "emoji":
      return String.fromCodePoint(...(element.unicode ?? "").split("-").map((hex) => Number.parseInt(hex, 16)));
    default:
      return "";
  }
}
