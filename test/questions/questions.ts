import { bpelLacks } from "../../src/engines/bpel/filters.ts";
import { operateLacks } from "../../src/engines/camunda8/operate/filters.ts";
import type { tools } from "../../tools/index.ts";

/** The columns of the table of questions: what is asked alike is one kind. */
export type Kind = "camunda7" | "v2" | "operate" | "bpel";

/** Words of the refusal, and why the engine cannot. */
interface Refused {
  readonly refused: string;
  readonly because: string;
}

/** "yes", with what is to be known where it is not the whole truth; or what the answer refuses. */
type Answer = "yes" | { readonly yes: string } | { readonly partly: string } | Refused;

export interface Question {
  readonly question: string;
  readonly tool: keyof typeof tools;
  /** The arguments; words in capitals stand for what an asker puts there. */
  readonly input: Readonly<Record<string, string | true | readonly string[]>>;
  readonly answers: Readonly<Record<Kind, Answer>>;
}

const everywhere = { camunda7: "yes", v2: "yes", operate: "yes", bpel: "yes" } as const;

const operateRefuses = (name: keyof typeof operateLacks): Refused => ({
  refused: `the filter ${name}`,
  because: operateLacks[name],
});

/** What people ask, each with the one call that answers it, and what becomes of it in each kind of engine. */
export const questions = {
  where: {
    question: "Where is X, and why is it stuck?",
    tool: "get",
    input: { id: "X" },
    answers: { ...everywhere, bpel: { yes: "of the cause only its reason, never a text" } },
  },
  waiting: {
    question: "What does X wait for, and since when?",
    tool: "get",
    input: { id: "X" },
    answers: {
      ...everywhere,
      operate: { yes: "the kind alone, without names, people or dates; of events not even that" },
      bpel: { yes: "with people and dates, without names of messages and jobs" },
    },
  },
  key: {
    question: "Which instance is order 4711?",
    tool: "query",
    input: { businessKey: "KEY" },
    answers: {
      camunda7: "yes",
      v2: { yes: "a business id (8.9 and later), a variable or a tag" },
      operate: { yes: "a variable" },
      bpel: { yes: "the name, a custom text or a custom property" },
    },
  },
  everyEngine: {
    question: "Where is the same key in all engines?",
    tool: "query",
    input: { businessKey: "KEY" },
    answers: everywhere,
  },
  stuck: {
    question: "What is stuck in process P?",
    tool: "query",
    input: { definitionKey: ["P"], hasIncident: true },
    answers: { ...everywhere, bpel: { yes: "without the callers of a stuck instance" } },
  },
  overview: {
    question: "How many are active or stuck, per definition and version?",
    tool: "query",
    input: { mode: "count" },
    answers: { ...everywhere, bpel: { partly: "per definition; versions are not told" } },
  },
  history: {
    question: "What happened in X?",
    tool: "history",
    input: { id: "X" },
    answers: {
      ...everywhere,
      operate: { yes: "without failed attempts" },
      bpel: { yes: "in whole seconds, without what was repaired" },
    },
  },
  passed: {
    question: "Has X passed element E?",
    tool: "history",
    input: { id: "X", elementId: "E" },
    answers: everywhere,
  },
  abnormal: {
    question: "Which ended abnormally since yesterday?",
    tool: "query",
    input: { state: ["terminated", "failed"], endedAfter: "1d" },
    answers: { ...everywhere, operate: operateRefuses("endedAfter") },
  },
  longest: {
    question: "Which active ones of P run longest?",
    tool: "query",
    input: { definitionKey: ["P"], state: ["active"], order: "oldest" },
    answers: everywhere,
  },
  family: { question: "Who called X, and what did X call?", tool: "get", input: { id: "X" }, answers: everywhere },
  message: {
    question: "Which fail with message M?",
    tool: "query",
    input: { incidentMessage: "M*" },
    answers: {
      ...everywhere,
      operate: operateRefuses("incidentMessage"),
      bpel: { refused: "the filter incidentMessage", because: bpelLacks.incidentMessage },
    },
  },
  person: {
    question: "What waits for a person though nothing failed?",
    tool: "query",
    input: { attention: ["retrying", "overdue", "waiting"] },
    answers: {
      camunda7: "yes",
      v2: { yes: "with overdue timers from 8.10 on" },
      operate: { refused: "attention retrying", because: "its API tells neither jobs nor due dates" },
      bpel: { yes: "with callers, which look like work; nothing retries there" },
    },
  },
  versions: {
    question: "How do the versions of P compare?",
    tool: "query",
    input: { definitionKey: ["P"], mode: "count" },
    answers: { ...everywhere, bpel: { partly: "per element and reason; versions are not told" } },
  },
  fault: {
    question: "Which single fault is behind most open incidents?",
    tool: "query",
    input: { mode: "count" },
    answers: { ...everywhere, bpel: { yes: "per element and reason, as texts are not told" } },
  },
} as const satisfies Readonly<Record<string, Question>>;

export type QuestionName = keyof typeof questions;

/** What stands for the words in capitals. */
export type Values = Readonly<Partial<Record<"X" | "KEY" | "P" | "E" | "M", string>>>;

const word = /\b(?:X|KEY|P|E|M)\b/g;

/** The arguments of one call. */
export function inputOf({ input }: Question, values: Values): Record<string, unknown> {
  const known = new Map(Object.entries(values));
  const filled = (text: string) =>
    text.replace(word, (name) => {
      const value = known.get(name);
      if (value === undefined) throw new Error(`nothing stands for ${name}`);
      return value;
    });
  return Object.fromEntries(
    Object.entries(input).map(([name, value]) => [
      name,
      typeof value === "string" ? filled(value) : value === true ? value : value.map(filled),
    ]),
  );
}

/** The call as an assistant makes it. */
export function callOf({ tool, input }: Question): string {
  const args = Object.entries(input).map(([name, value]) => {
    const shown = typeof value === "object" ? (value.length === 1 ? value[0] : `[${value.join(",")}]`) : value;
    return name === "id" ? shown : `${name}=${shown}`;
  });
  return [tool, ...args].join(" ");
}

/** The words of the command that makes the same call. */
export function wordsOf({ tool, input }: Question): string[] {
  const flag = (name: string) => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  const words = Object.entries(input).flatMap(([name, value]) => {
    if (name === "id") return [String(value)];
    if (name === "mode") return [`--${value}`];
    return value === true ? [flag(name)] : [flag(name), String(value)];
  });
  return [tool, ...words];
}
