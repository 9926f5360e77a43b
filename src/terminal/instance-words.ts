import { engineWordOf } from "../core/engine-word.ts";
import type { Element, InstanceState, ProcessInstance } from "../core/model.ts";
import { oneLine } from "./clean.ts";
import type { Format } from "./style.ts";

interface Look {
  readonly dot: string;
  readonly word: string;
  readonly format: Format;
}

const looks: Record<InstanceState, Look> = {
  active: { dot: "●", word: "active", format: "green" },
  suspended: { dot: "◐", word: "suspended", format: "yellow" },
  completed: { dot: "○", word: "completed", format: "dim" },
  terminated: { dot: "○", word: "terminated", format: "dim" },
  failed: { dot: "○", word: "failed", format: "red" },
  unknown: { dot: "?", word: "unknown", format: "yellow" },
};

/** Dot, word and colour of an instance; an open incident makes it stuck, whatever its state. */
export function lookOf({ state, hasIncident }: Pick<ProcessInstance, "state" | "hasIncident">): Look {
  const look = looks[state];
  if (!hasIncident) return look;
  return { dot: look.dot, word: state === "active" ? "stuck" : `${look.word}, stuck`, format: "red" };
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

/** The same for a table: the version stays when the key is cut. */
export function definitionCell(definition: { key?: string | undefined; version?: number | undefined }) {
  const { version } = definition;
  return { text: definitionWords(definition), ...(version === undefined ? {} : { keep: ` v${version}` }) };
}

/** What people call the element. */
export function elementWords(element: Pick<Element, "elementId" | "elementName">): string {
  return oneLine(element.elementName ?? "") || oneLine(element.elementId);
}

/** The text between quotation marks, as one line. */
export function quoted(text: string): string {
  return `"${oneLine(text)}"`;
}
