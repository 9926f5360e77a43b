import type { ProcessInstance } from "../../core/model.ts";
import { lookOf } from "../../words/instance.ts";
import type { Form } from "./message.ts";
import { wordsOf } from "./plain-text.ts";
import { line } from "./rich-text.ts";
import { sign } from "./signs.ts";

/** A sign and the word for it, as "🔴 stuck"; a sign as wide as a letter where columns are made of blanks. */
export function stateCell(instance: Pick<ProcessInstance, "state" | "hasIncident">, form: Form): string {
  const { dot, word, tone } = lookOf(instance);
  return `${form === "table" ? wordsOf(line(sign(tone))) : dot} ${word}`;
}
