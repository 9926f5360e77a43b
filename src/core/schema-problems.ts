import leven from "leven";
import type { z } from "zod";
import { cleanText } from "./text.ts";

type Issue = z.core.$ZodIssue;

/** The nearest known word, when one is near enough to be a typo. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const ranked = known
    .map((candidate) => ({ candidate, distance: leven(word.toLowerCase(), candidate.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance);
  const best = ranked[0];
  return best && best.distance <= Math.max(2, Math.floor(best.candidate.length / 3)) ? best.candidate : undefined;
}

/** What is wrong with a value, one phrase per problem, unknown keys with the nearest known one. */
export function schemaProblems(schema: z.ZodType, issues: readonly Issue[]): string[] {
  return issues.flatMap((issue) => problemsOf(schema, issue));
}

function problemsOf(schema: z.ZodType, issue: Issue): string[] {
  if (issue.code === "unrecognized_keys") {
    const known = keysAt(schema, issue.path);
    return issue.keys.map((key) => {
      const near = nearest(key, known);
      const where = pathText([...issue.path, cleanText(key, 60).text]);
      return `${where} is not known${near ? `; did you mean ${near}?` : known.length ? ` (known: ${known.join(", ")})` : ""}`;
    });
  }
  if (issue.code === "invalid_union") {
    const deepest = issue.errors
      .map((branch) => branch.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] })))
      .filter((branch) => branch.some((inner) => inner.path.length > issue.path.length));
    const [branch] = deepest;
    if (branch && deepest.length === 1) return branch.flatMap((inner) => problemsOf(schema, inner));
  }
  const where = pathText(issue.path);
  return [where ? `${where} ${inWords(issue)}` : inWords(issue)];
}

// How zod begins the messages that no schema of ours has worded.
const unworded = /^(?:Invalid input|Invalid option|Too small|Too big)/;

/** The rule that a value breaks, as the end of a sentence that begins with its name. */
function inWords(issue: Issue): string {
  if (!unworded.test(issue.message)) return issue.message.charAt(0).toLowerCase() + issue.message.slice(1);
  switch (issue.code) {
    case "invalid_union":
      return unionWords(issue);
    case "invalid_type":
      return issue.input === undefined && issue.message.includes("received undefined")
        ? "is missing"
        : `must be ${article(issue.expected)}`;
    case "invalid_value":
      return `must be one of ${issue.values.join(", ")}`;
    case "too_small":
      return issue.origin === "string" || issue.origin === "array"
        ? `must not be ${issue.minimum === 1 ? "empty" : `shorter than ${issue.minimum}`}`
        : `must be at least ${issue.minimum}`;
    case "too_big":
      return issue.origin === "string" || issue.origin === "array"
        ? `must not be longer than ${issue.maximum}`
        : `must be at most ${issue.maximum}`;
    default:
      return issue.message.toLowerCase();
  }
}

/** Of a union: the rule of the form whose type the value has, else the types that it may have. */
function unionWords({ errors }: Extract<Issue, { code: "invalid_union" }>): string {
  const first = errors.flatMap(([issue]) => issue ?? []);
  const ofType = first.find(({ code }) => code !== "invalid_type");
  if (ofType) return inWords(ofType);
  const words = [...new Set(first.map(inWords))];
  if (words.includes("is missing")) return "is missing";
  const types = words.map((one) => one.replace(/^must be /, ""));
  return `must be ${types.length < 2 ? types.join("") : `${types.slice(0, -1).join(", ")} or ${types.at(-1)}`}`;
}

function article(type: string): string {
  if (type === "int") return "a whole number";
  return type === "null" ? type : `${/^[aeiou]/.test(type) ? "an" : "a"} ${type}`;
}

/** "engines[0].auth.type" */
function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`))
    .join("")
    .replace(/^\./, "");
}

interface Peelable {
  readonly def?: {
    readonly innerType?: unknown;
    readonly element?: unknown;
    readonly shape?: Readonly<Record<string, unknown>>;
    readonly options?: readonly unknown[];
    readonly in?: unknown;
  };
}

const isPeelable = (value: unknown): value is Peelable => typeof value === "object" && value !== null && "def" in value;

function keysAt(schema: unknown, path: readonly PropertyKey[]): string[] {
  if (!isPeelable(schema) || !schema.def) return [];
  const { innerType, element, shape, options } = schema.def;
  if (innerType !== undefined) return keysAt(innerType, path);
  if (options !== undefined) return options.flatMap((option) => keysAt(option, path));
  const [head, ...rest] = path;
  if (head === undefined) return Object.keys(shape ?? {});
  if (element !== undefined) return keysAt(element, rest);
  return keysAt(shape?.[String(head)], rest);
}
