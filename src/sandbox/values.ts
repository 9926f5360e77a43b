/** Variable values, written short. */
import type { VariableValue } from "./world.ts";

export const text = (value: string): VariableValue => ({ type: "String", value });
export const whole = (value: number): VariableValue => ({ type: "Integer", value });
export const decimal = (value: number): VariableValue => ({ type: "Double", value });
export const flag = (value: boolean): VariableValue => ({ type: "Boolean", value });
export const json = (value: unknown): VariableValue => ({ type: "Json", value: JSON.stringify(value) });
export const nothing: VariableValue = { type: "Null" };
export const lineItems = (skus: readonly string[]): VariableValue =>
  json(skus.map((sku, index) => ({ sku, quantity: index + 1 })));
