import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** One recorded exchange with a real engine. */
export type Recording = {
  readonly scenario: string;
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly as?: string;
    readonly body?: unknown;
    readonly headers?: Readonly<Record<string, string>>;
  };
  readonly response: {
    readonly status: number;
    readonly contentType: string | null;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body: string;
  };
};

const home = join(import.meta.dirname, "../../../shared/recordings/camunda7");

/** Undefined where the recordings are not at hand: the project must pass its tests without them. */
export function recordingsIn(
  folder: string,
): { recordings: Recording[]; scenarios: Record<string, string> } | undefined {
  const path = join(home, folder);
  if (!existsSync(path)) return undefined;
  const index = JSON.parse(readFileSync(join(path, "index.json"), "utf8"));
  const files: { file: string }[] = index.exchanges;
  return {
    // In the order of recording: a user is locked only after the wrong passwords.
    recordings: files.map(({ file }) => JSON.parse(readFileSync(join(path, file), "utf8"))),
    scenarios: index.scenarios,
  };
}

/** The kinds of values at every level, whatever the values. Lists are the set of their items' shapes. */
export function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return { list: value.length > 0 ? merged(value.map(shapeOf)) : "empty" };
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, shapeOf(field)]));
  }
  return value === null ? "null" : typeof value;
}

function merged(shapes: readonly unknown[]): unknown {
  return shapes.reduce((left, right) => merge(left, right));
}

/** Two shapes as one: a field that is null here and a value there is the value. */
function merge(left: unknown, right: unknown): unknown {
  if (left === "null" || left === "empty") return right;
  if (right === "null" || right === "empty") return left;
  if (!isRecord(left) || !isRecord(right)) return isRecord(left) || isRecord(right) ? left : union(left, right);
  const names = [...new Set([...Object.keys(left), ...Object.keys(right)])];
  return Object.fromEntries(names.map((name) => [name, merge(left[name] ?? "null", right[name] ?? "null")]));
}

/** Values of a variable come in several kinds. */
const union = (left: unknown, right: unknown) =>
  [...new Set([...String(left).split("|"), ...String(right).split("|")])].sort().join("|");

/** Where two shapes differ, as paths. Null fits everything, as an empty list fits every list. */
export function differences(expected: unknown, actual: unknown, path = "$"): string[] {
  if (expected === "null" || actual === "null" || expected === "empty" || actual === "empty") return [];
  if (!isRecord(expected) || !isRecord(actual))
    return isPartOf(actual, expected) ? [] : [`${path}: ${expected} became ${actual}`];
  const names = [...new Set([...Object.keys(expected), ...Object.keys(actual)])];
  return names.flatMap((name) => {
    if (!(name in actual)) return [`${path}.${name} is missing`];
    if (!(name in expected)) return [`${path}.${name} is new`];
    return differences(expected[name], actual[name], `${path}.${name}`);
  });
}

const isPartOf = (actual: unknown, expected: unknown) =>
  String(actual)
    .split("|")
    .every((kind) => String(expected).split("|").includes(kind));

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
