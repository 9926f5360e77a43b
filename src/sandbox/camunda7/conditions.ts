/** Conditions on variables: `amount gt 100`. The type of the value decides which variables can match. */

import type { Json } from "../json.ts";
import type { Variable, VariableValue } from "../world.ts";
import { Fault, invalid, notValid } from "./faults.ts";
import { matchesLike } from "./like.ts";
import { parseTime } from "./times.ts";

export type Condition = { readonly name: string | null; readonly operator: string | null; readonly value: Json };
export type CaseRules = { readonly namesIgnoreCase: boolean; readonly valuesIgnoreCase: boolean };

const operators = {
  eq: (order: number) => order === 0,
  neq: (order: number) => order !== 0,
  gt: (order: number) => order > 0,
  gteq: (order: number) => order >= 0,
  lt: (order: number) => order < 0,
  lteq: (order: number) => order <= 0,
} satisfies Record<string, (order: number) => boolean>;

const isOperator = (name: string): name is keyof typeof operators => Object.hasOwn(operators, name);

/** A test for one variable; refuses an operator the engine does not know. */
export function variableTest(condition: Condition, rules: CaseRules): (variable: Variable) => boolean {
  const { operator } = condition;
  if (condition.name === null) throw notValid("name is null");
  if (operator === null)
    throw new Fault(500, "NullPointerException", 'Cannot invoke "String.equals(Object)" because "op" is null');
  const test = operator === "like" ? likeTest(condition, rules) : orderTest(condition, rules);
  const sameCase = (name: string) => (rules.namesIgnoreCase ? name.toLowerCase() : name);
  const wanted = sameCase(condition.name);
  return (variable) => sameCase(variable.name) === wanted && test(variable.value);
}

type ValueTest = (value: VariableValue) => boolean;

function likeTest({ value }: Condition, { valuesIgnoreCase }: CaseRules): ValueTest {
  if (typeof value !== "string") return () => false;
  const sameCase = (text: string) => (valuesIgnoreCase ? text.toLowerCase() : text);
  const pattern = sameCase(value);
  return (held) => held.type === "String" && matchesLike(sameCase(held.value), pattern);
}

function orderTest({ operator, value }: Condition, rules: CaseRules): ValueTest {
  if (operator === null || !isOperator(operator)) throw invalid(`Invalid variable comparator specified: ${operator}`);
  const holds = operators[operator];
  const wanted = comparable(value, rules);
  return (held) => {
    const has = holding(held, rules);
    return (
      has !== undefined && wanted !== undefined && has.kind === wanted.kind && holds(compare(has.value, wanted.value))
    );
  };
}

type Comparable = {
  readonly kind: "text" | "number" | "flag" | "time" | "null";
  readonly value: string | number | bigint;
};

function compare(left: string | number | bigint, right: string | number | bigint): number {
  if (left < right) return -1;
  return left > right ? 1 : 0;
}

function comparable(value: Json, { valuesIgnoreCase }: CaseRules): Comparable | undefined {
  if (value === null) return { kind: "null", value: 0 };
  if (typeof value === "boolean") return { kind: "flag", value: Number(value) };
  if (typeof value === "number" || typeof value === "bigint") return { kind: "number", value };
  if (typeof value !== "string") return undefined;
  // The engine turns every text of its date form into a date before it compares.
  const time = parseTime(value);
  if (time !== undefined) return { kind: "time", value: time };
  return { kind: "text", value: valuesIgnoreCase ? value.toLowerCase() : value };
}

function holding(held: VariableValue, { valuesIgnoreCase }: CaseRules): Comparable | undefined {
  switch (held.type) {
    case "String":
      return { kind: "text", value: valuesIgnoreCase ? held.value.toLowerCase() : held.value };
    case "Short":
    case "Integer":
    case "Long":
    case "Double":
      return { kind: "number", value: held.value };
    case "Boolean":
      return { kind: "flag", value: Number(held.value) };
    case "Date":
      return { kind: "time", value: held.value };
    case "Null":
      return { kind: "null", value: 0 };
    default:
      return undefined;
  }
}
