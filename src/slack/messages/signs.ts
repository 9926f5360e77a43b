import type { types } from "@slack/bolt";
import type { Tone } from "../../words/words.ts";
import { emoji } from "./rich-text.ts";

/** Signs that the eye finds first. The words beside them say the same: nobody has to see colours. */
const signs = {
  good: ["large_green_circle", "🟢"],
  warning: ["large_yellow_circle", "🟡"],
  bad: ["red_circle", "🔴"],
  dim: ["white_circle", "⚪"],
  gap: ["warning", "⚠️"],
  question: ["grey_question", "❔"],
  waiting: ["hourglass_flowing_sand", "⏳"],
} as const satisfies Record<Tone | "gap" | "question" | "waiting", readonly [name: string, character: string]>;

/** The sign as Slack draws it. */
export function sign(kind: keyof typeof signs): types.RichTextEmoji {
  const [name, character] = signs[kind];
  return emoji(name, character);
}
