/** Whether a row fits a condition: yes, no, or unknown where something to compare is missing. */
import { type ColumnRef, compareValues, valueIn } from "./columns.ts";
import { isLike } from "./like.ts";
import type { Operand } from "./operands.ts";
import type { Condition, Operator } from "./parse.ts";
import type { Tuple, Value } from "./views.ts";

/** Unknown is null, and is not a match. */
export function fits(condition: Condition, tuple: Tuple): boolean | null {
  switch (condition.kind) {
    case "and":
      return every(condition.parts.map((part) => fits(part, tuple)));
    case "or":
      return negated(every(condition.parts.map((part) => negated(fits(part, tuple)))));
    case "not":
      return negated(fits(condition.part, tuple));
    case "compare":
      return compared(valueIn(tuple, condition.column), condition.operator, operandIn(condition.operand, tuple));
    case "like": {
      const text = valueIn(tuple, condition.column);
      return typeof text === "string" ? isLike(text, condition.pattern) : null;
    }
    case "in": {
      const value = valueIn(tuple, condition.column);
      return value === null ? null : condition.operands.some((operand) => operandIn(operand, tuple) === value);
    }
  }
}

/** Every column that a condition names. */
export function columnsOf(condition: Condition): ColumnRef[] {
  switch (condition.kind) {
    case "and":
    case "or":
      return condition.parts.flatMap(columnsOf);
    case "not":
      return columnsOf(condition.part);
    case "compare":
      return condition.operand.kind === "column" ? [condition.column, condition.operand.column] : [condition.column];
    default:
      return [condition.column];
  }
}

const negated = (truth: boolean | null): boolean | null => (truth === null ? null : !truth);

function every(truths: readonly (boolean | null)[]): boolean | null {
  if (truths.includes(false)) return false;
  return truths.includes(null) ? null : true;
}

const operandIn = (operand: Operand, tuple: Tuple): Value | null =>
  operand.kind === "value" ? operand.value : valueIn(tuple, operand.column);

function compared(left: Value | null, operator: Operator, right: Value | null): boolean | null {
  if (left === null || right === null) return null;
  switch (operator) {
    case "=":
      return left === right;
    case "<>":
      return left !== right;
    case "<":
      return compareValues(left, right) < 0;
    case "<=":
      return compareValues(left, right) <= 0;
    case ">":
      return compareValues(left, right) > 0;
    case ">=":
      return compareValues(left, right) >= 0;
  }
}
