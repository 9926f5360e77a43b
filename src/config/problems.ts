import * as z from "zod";
import { fault, type LookoutError } from "../core/errors.ts";
import { nearest, schemaProblems } from "../core/schema-problems.ts";

export type KeyPath = readonly PropertyKey[];

/** One thing that is wrong, at a key of the configuration. `text` names the key and never repeats a value. */
export interface Problem {
  readonly path: KeyPath;
  readonly text: string;
}

/** A problem at a key in a configuration file; `message` ends a sentence that begins with the key. */
export function problemAt(path: KeyPath, message: string): Problem {
  return { path, text: `${keyText(path)} ${message}` };
}

// Text that was meant as a secret can end up as a key (`password: {a b}`): only what looks like a key is repeated.
const plainKey = /^[\w.$-]{1,64}$/;
const shownKey = (part: PropertyKey) => (typeof part === "string" && !plainKey.test(part) ? "…" : part);

/** "engines[0].auth.password" */
export function keyText(path: KeyPath): string {
  return path
    .map((part) => (typeof part === "number" ? `[${part}]` : `.${String(shownKey(part))}`))
    .join("")
    .replace(/^\./, "");
}

export function isWithin(path: KeyPath, outer: KeyPath): boolean {
  return outer.every((part, index) => path[index] === part);
}

interface StrictObject {
  readonly schema: z.ZodType;
  readonly value: unknown;
}

/** Parses with our wording. `read` is set when there are no problems. */
export function check<T extends z.ZodType>(schema: T, value: unknown): { read?: z.output<T>; problems: Problem[] } {
  // What zod's finished issues no longer tell: which object of a union it was whose key is unknown.
  const objects = new Map<string, StrictObject>();
  const result = schema.safeParse(value, {
    error: (issue) => {
      if (issue.code === "unrecognized_keys" && issue.inst instanceof z.ZodType) {
        objects.set(keyText(issue.path ?? []), { schema: issue.inst, value: issue.input });
      }
      return say(issue);
    },
  });
  if (result.success) return { read: result.data, problems: [] };
  return { problems: result.error.issues.flatMap((issue) => problemsOf(schema, issue, objects)) };
}

const mustBe: Readonly<Record<string, string>> = {
  string: "must be text",
  array: "must be a list",
  object: "must be a map (key: value)",
  record: "must be a map (key: value)",
  int: "must be a whole number",
  boolean: "must be true or false",
};

function say(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.input === undefined) return "is missing";
  if (issue.input === null) return "has no value";
  if (issue.code === "invalid_type") {
    const quotes = issue.expected === "string" && typeof issue.input !== "object" ? ": put it in quotes" : "";
    return `${mustBe[issue.expected] ?? `must be ${issue.expected}`}${quotes}`;
  }
  if (issue.code === "invalid_value") {
    return `must be ${issue.values.length > 1 ? "one of " : ""}${issue.values.map(String).join(", ")}`;
  }
  return issue.code === "too_small" ? "must not be empty" : undefined;
}

function problemsOf(schema: z.ZodType, issue: z.core.$ZodIssue, objects: ReadonlyMap<string, StrictObject>): Problem[] {
  const { path } = issue;
  const where = keyText(path);
  const object = objects.get(where);
  if (issue.code !== "unrecognized_keys" || !object) {
    const simple: z.core.$ZodIssue = {
      code: "custom",
      path: shownPath(path),
      message: issue.message,
      input: undefined,
    };
    return schemaProblems(schema, [simple]).map((text) => ({ path, text }));
  }
  const known = object.schema instanceof z.ZodObject ? Object.keys(object.schema.shape) : [];
  return issue.keys.flatMap((key) => {
    const keyPath = [...path, key];
    if (mayBeSecret(keyPath, object.value, known)) {
      return [{ path: keyPath, text: `${where || "the file"} holds an unknown key (known: ${known.join(", ")})` }];
    }
    return schemaProblems(object.schema, [{ ...issue, path: [], keys: [key] }]).map((text) => ({
      path: keyPath,
      text: where ? `${where}.${text}` : text,
    }));
  });
}

/**
 * In YAML, `{hunter2}` without quotes is a map with the key hunter2, and `{password: ,hunter2}` has that key too: beside
 * secrets, an unknown key is repeated only where it is a slip of the pen.
 */
function mayBeSecret(path: KeyPath, value: unknown, known: readonly string[]): boolean {
  const key = path.at(-1);
  if (typeof key !== "string" || !plainKey.test(key)) return true;
  const above = path.slice(0, -1);
  if (!above.includes("auth") && !above.includes("tls")) return false;
  const isBare = Object.entries(value ?? {}).some(([name, held]) => name === key && held === null);
  return isBare || key.length < 5 || nearest(key, known) === undefined;
}

/** The names in `headers` are free text as well: while their values are no secrets, they may be. */
function shownPath(path: KeyPath): PropertyKey[] {
  return path.map((part, index) => (path[index - 1] === "headers" ? "…" : shownKey(part)));
}

/** All problems of one configuration as the one error. `lineOf` tells the line of a key. */
export function configFault(
  where: string,
  problems: readonly Problem[],
  lineOf: (path: KeyPath) => number | undefined = () => undefined,
): LookoutError {
  const placed = problems
    .map(({ path, text }) => ({ line: lineOf(path), text }))
    .sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
  const line = placed[0]?.line;
  if (line !== undefined && placed.every((problem) => problem.line === line)) {
    return fault("configInvalid", { where: `${where}:${line}`, problems: unique(placed.map(({ text }) => text)) });
  }
  const texts = placed.map((problem) => (problem.line === undefined ? "" : `line ${problem.line}: `) + problem.text);
  return fault("configInvalid", { where, problems: unique(texts) });
}

const unique = (texts: readonly string[]) => [...new Set(texts)];
