import { cut, limits, sizeOf } from "./limits.ts";
import type { Block } from "./message.ts";
import type { Paragraph } from "./rich-text.ts";

type Elements = Extract<Paragraph, { type: "rich_text_section" }>["elements"];

/** The paragraphs with at most `width` characters in a line; what is longer ends in an ellipsis. Traces stay as they are. */
export function clipped<P extends Paragraph>(paragraphs: readonly P[], width: number): P[] {
  return paragraphs.map((paragraph) => {
    if (paragraph.type === "rich_text_preformatted") return paragraph;
    if (paragraph.type === "rich_text_list") return { ...paragraph, elements: clipped(paragraph.elements, width) };
    return { ...paragraph, elements: clippedLine(paragraph.elements, width) };
  });
}

function clippedLine(elements: Elements, width: number): Elements {
  const kept: Elements = [];
  let left = width;
  for (const element of elements) {
    const length = lengthOf(element);
    if (length > left) {
      const isText = element.type === "text" && left > 1;
      return [...kept, isText ? { ...element, text: cut(element.text, left) } : { type: "text", text: "…" }];
    }
    kept.push(element);
    left -= length;
  }
  return kept;
}

function lengthOf(element: Elements[number]): number {
  if (element.type === "text") return element.text.length;
  return element.type === "date" ? (element.fallback?.length ?? 0) : 2;
}

const widths = [1_000, 400, 160, 60] as const;

/** Blocks made for one width of line. */
export interface Made {
  readonly blocks: Block[];
  /** Whether narrower lines would show more of the answer. */
  readonly isCut: boolean;
}

/** The blocks with the longest lines that a message holds; with the shortest where it never holds everything. */
export function fitting(make: (width: number) => Made): Block[] {
  let made: Made | undefined;
  for (const width of widths) {
    made = make(width);
    if (!made.isCut && sizeOf(made.blocks) <= limits.blocksJson) break;
  }
  return made?.blocks ?? [];
}
