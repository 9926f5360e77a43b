import { engineWordOf } from "../core/engine-word.ts";
import type { Element, InstanceState, ProcessInstance } from "../core/model.ts";
import { oneLine } from "./clean.ts";
import type { Tone } from "./words.ts";

export interface Look {
  readonly dot: string;
  readonly word: string;
  readonly tone: Tone;
}

const looks: Record<InstanceState, Look> = {
  active: { dot: "●", word: "active", tone: "good" },
  suspended: { dot: "◐", word: "suspended", tone: "warning" },
  completed: { dot: "○", word: "completed", tone: "dim" },
  terminated: { dot: "○", word: "terminated", tone: "dim" },
  failed: { dot: "○", word: "failed", tone: "bad" },
  unknown: { dot: "?", word: "unknown", tone: "warning" },
};

/** Dot, word and tone of an instance; an open incident makes it stuck, whatever its state. */
export function lookOf({ state, hasIncident }: Pick<ProcessInstance, "state" | "hasIncident">): Look {
  const look = looks[state];
  if (!hasIncident) return look;
  return { dot: look.dot, word: state === "active" ? "stuck" : `${look.word}, stuck`, tone: "bad" };
}

/** The neutral state, with the engine's own word where that says something else. */
export function stateWords(instance: Pick<ProcessInstance, "state" | "engineState">): string {
  const own = engineWordOf(instance);
  return own === undefined ? instance.state : `${instance.state} (${oneLine(own)})`;
}

/** "payment-collection v7" */
export function definitionWords({ key, version }: { key?: string | undefined; version?: number | undefined }): string {
  return [oneLine(key ?? ""), ...(version === undefined ? [] : [`v${version}`])]
    .filter((word) => word !== "")
    .join(" ");
}

/** What people call the element. */
export function elementWords(element: Pick<Element, "elementId" | "elementName">): string {
  return oneLine(element.elementName ?? "") || oneLine(element.elementId);
}

/** The text between quotation marks, as one line. */
export function quoted(text: string): string {
  return `"${oneLine(text)}"`;
}
