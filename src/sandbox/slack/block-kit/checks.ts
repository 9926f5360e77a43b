/** Small checks that make up the rules of Block Kit; every problem is told with a JSON pointer, in Slack's words. */
import { type Fields, isFields, isList } from "../fields.ts";

export interface Problem {
  /** A JSON pointer from the message or view. */
  readonly pointer: string;
  readonly code: ProblemCode;
  readonly message: string;
}

export type ProblemCode =
  | "required"
  | "unknown_key"
  | "unsupported_type"
  | "wrong_type"
  | "wrong_value"
  | "too_short"
  | "too_long"
  | "too_few"
  | "too_many"
  | "duplicate"
  | "only_one_table_allowed";

export type Surface = "message" | "modal" | "home";

/** What is counted over a whole message or view. */
export interface Counted {
  readonly problems: Problem[];
  readonly blockIds: Set<string>;
  readonly actionIds: Set<string>;
  tables: number;
  tableText: number;
  markdownText: number;
  focused: number;
}

/** Where a check looks. */
export interface Look {
  readonly pointer: string;
  readonly counted: Counted;
}

export type Check = (value: unknown, look: Look) => void;

export function complain({ pointer, counted }: Look, code: ProblemCode, message: string): void {
  counted.problems.push({ pointer, code, message });
}

export function below({ pointer, counted }: Look, key: string | number): Look {
  return { pointer: `${pointer}/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`, counted };
}

interface Length {
  readonly min?: number;
  readonly max?: number;
}

/** A string of so many characters, at least one unless told otherwise. */
export function string({ min = 1, max }: Length = {}, form?: { readonly is: RegExp; readonly called: string }): Check {
  return (value, look) => {
    if (typeof value !== "string") return complain(look, "wrong_type", "must provide a string");
    if (value.length < min) return complain(look, "too_short", `must be more than ${min - 1} characters`);
    if (max !== undefined && value.length > max) {
      return complain(look, "too_long", `must be less than ${max + 1} characters`);
    }
    if (form && !form.is.test(value)) complain(look, "wrong_value", `must be ${form.called}`);
  };
}

export const flag: Check = (value, look) => {
  if (typeof value !== "boolean") complain(look, "wrong_type", "must provide a boolean");
};

export const anyNumber: Check = (value, look) => {
  if (typeof value !== "number" || !Number.isFinite(value)) complain(look, "wrong_type", "must provide a number");
};

export function integer({ min, max }: Length = {}): Check {
  return (value, look) => {
    if (typeof value !== "number" || !Number.isInteger(value)) {
      return complain(look, "wrong_type", "must provide an integer");
    }
    if (min !== undefined && value < min) complain(look, "wrong_value", `must be at least ${min}`);
    if (max !== undefined && value > max) complain(look, "wrong_value", `must be at most ${max}`);
  };
}

export function oneOf(...allowed: readonly (string | number)[]): Check {
  return (value, look) => {
    const known = (typeof value === "string" || typeof value === "number") && allowed.includes(value);
    if (!known) complain(look, "wrong_value", `must be a valid enum value: ${allowed.join(", ")}`);
  };
}

/** So many items, at least one unless told otherwise. */
export function list(item: Check, { min = 1, max }: Length = {}): Check {
  return (value, look) => {
    if (!isList(value)) return complain(look, "wrong_type", "must provide an array");
    if (value.length < min) complain(look, "too_few", `no fewer than ${min} items allowed`);
    if (max !== undefined && value.length > max) complain(look, "too_many", `no more than ${max} items allowed`);
    for (const [place, one] of value.entries()) item(one, below(look, place));
  };
}

interface Field {
  readonly check: Check;
  readonly must: boolean;
}

export const must = (check: Check): Field => ({ check, must: true });
export const may = (check: Check): Field => ({ check, must: false });

/** An object with these keys and no others; `also` looks at the whole. */
export function object(fields: Readonly<Record<string, Field>>, also?: (value: Fields, look: Look) => void): Check {
  return (value, look) => {
    if (!isFields(value)) return complain(look, "wrong_type", "must provide an object");
    for (const [key, { check, must }] of Object.entries(fields)) {
      const field = value[key];
      if (field !== undefined) check(field, below(look, key));
      else if (must) complain(look, "required", `missing required field: ${key}`);
    }
    for (const [key, field] of Object.entries(value)) {
      if (!Object.hasOwn(fields, key) && field !== undefined) {
        complain(look, "unknown_key", `invalid additional property: ${key}`);
      }
    }
    also?.(value, look);
  };
}

/** One of several objects, told apart by `type`. */
export function typed(types: Readonly<Record<string, Check>>): Check {
  return (value, look) => {
    if (!isFields(value)) return complain(look, "wrong_type", "must provide an object");
    const { type } = value;
    if (type === undefined) return complain(look, "required", "missing required field: type");
    const check = typeof type === "string" && Object.hasOwn(types, type) ? types[type] : undefined;
    if (check) check(value, look);
    else complain(below(look, "type"), "unsupported_type", `unsupported type: ${String(type)}`);
  };
}

/** For a key that `typed` has looked at already. */
export const known: Field = must(() => {});

/** An address that a browser opens: http or https, no blanks. */
export function webAddress(max = 3_000): Check {
  return (value, look) => {
    if (typeof value !== "string") return complain(look, "wrong_type", "must provide a string");
    if (value.length > max) return complain(look, "too_long", `must be less than ${max + 1} characters`);
    if (!/^https?:\/\/[^\s]+$/i.test(value) || !URL.canParse(value))
      complain(look, "wrong_value", "must be a valid URL");
  };
}
