/** A strict reading of Block Kit: what Slack documents and refuses, checked without Slack. */
import { blocksOf } from "./block-kit/blocks.ts";
import { type Check, type Counted, complain, type Problem, type Surface } from "./block-kit/checks.ts";
import { badDates } from "./block-kit/dates.ts";
import { view } from "./block-kit/views.ts";

export type { Problem, Surface };

const longestText = 40_000;

/** What is wrong with a message (or with the blocks of another surface); pointers begin at it, as `/blocks/0/text`. */
export function blockProblems(
  { text, blocks }: { readonly text?: unknown; readonly blocks?: unknown },
  surface: Surface = "message",
): readonly Problem[] {
  const counted = nothing();
  if (blocks !== undefined) blocksOf(surface)(blocks, { pointer: "/blocks", counted });
  if (text !== undefined) checkText(text, { pointer: "/text", counted });
  return counted.problems;
}

const checkText: Check = (text, look) => {
  if (typeof text !== "string") return complain(look, "wrong_type", "must provide a string");
  if (text.length > longestText) complain(look, "too_long", `must be less than ${longestText + 1} characters`);
  for (const wrong of badDates(text)) complain(look, "wrong_value", wrong);
};

/** What is wrong with a modal or a home tab; pointers begin at it. */
export function viewProblems(value: unknown): readonly Problem[] {
  const counted = nothing();
  view(value, { pointer: "", counted });
  return counted.problems;
}

function nothing(): Counted {
  return {
    problems: [],
    blockIds: new Set(),
    actionIds: new Set(),
    tables: 0,
    tableText: 0,
    markdownText: 0,
    focused: 0,
  };
}
