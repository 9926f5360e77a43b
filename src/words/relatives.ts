import type { Relative } from "../core/model.ts";
import { oneLine } from "./clean.ts";
import { definitionWords } from "./instance.ts";

/** "customer-onboarding v1 CUSTOMER 5001 dac249ee-… (active)", as much of it as is known. */
export function relativeWords({ id, definition, businessKey, state }: Relative): string {
  const words = [definition && definitionWords(definition), businessKey && oneLine(businessKey), oneLine(id)];
  return [...words.filter((word) => Boolean(word)), ...(state ? [`(${state})`] : [])].join(" ");
}
