/** Variables as Camunda 8 keeps them: everything is JSON text. */
import { javaDouble } from "../../java-double.ts";
import type { Variable, VariableUpdate, VariableValue } from "../../world.ts";
import type { VariableRecord } from "../records.ts";
import type { Instances } from "./instances.ts";
import type { Telling } from "./telling.ts";

/** The variables of all instances, and the business keys among them where the version has no business ids. */
export function variablesOf(telling: Telling, instances: Instances): VariableRecord[] {
  const updates = Map.groupBy(telling.world.variableUpdates, ({ variable }) => variable);
  const own = telling.world.variables.flatMap((variable): VariableRecord[] => {
    const instance = instances.of(variable.instance);
    const value = jsonValueOf(telling, variable, updates.get(variable) ?? []);
    if (!instance || value === null) return [];
    const scopeKey = variable.scope ? telling.keys(variable.scope) : instance.key;
    return [{ key: telling.keys(variable), instance, scopeKey, name: variable.name, value }];
  });
  return telling.facts.businessIds ? own : [...businessKeysOf(telling, instances), ...own];
}

function businessKeysOf({ world, keys }: Telling, instances: Instances): VariableRecord[] {
  return world.instances.flatMap((told): VariableRecord[] => {
    const instance = instances.of(told);
    if (!instance || told.businessKey === null) return [];
    const value = stringOf(told.businessKey);
    return [{ key: keys(told, "businessKey"), instance, scopeKey: instance.key, name: "businessKey", value }];
  });
}

/** Null when there is no such variable yet, or no longer, or it has no JSON. */
function jsonValueOf({ seen }: Telling, variable: Variable, updates: readonly VariableUpdate[]): string | null {
  const last = updates.findLast(({ at }) => seen(at));
  if (!last || (variable.removed && last === updates.at(-1))) return null;
  return jsonOf(last.value);
}

/** Characters beyond U+FFFF are kept as two escapes in upper case (seen in 8.6.0). */
function stringOf(text: string): string {
  return JSON.stringify(text).replace(/[\u{10000}-\u{10ffff}]/gu, (character) =>
    [0, 1].map((unit) => `\\u${character.charCodeAt(unit).toString(16).toUpperCase()}`).join(""),
  );
}

function jsonOf(variable: VariableValue): string | null {
  switch (variable.type) {
    case "String":
      return stringOf(variable.value);
    case "Json":
    case "Object":
      return variable.value;
    case "Boolean":
    case "Short":
    case "Integer":
    case "Long":
      return String(variable.value);
    case "Double":
      // What is sent as 3 is kept as 3.
      return Number.isInteger(variable.value) ? String(variable.value) : javaDouble(variable.value).text;
    case "Date":
      return JSON.stringify(new Date(variable.value).toISOString());
    case "Null":
      return "null";
    case "Bytes":
    case "File":
      return null;
  }
}
