/** How a variable's value is written, stored or turned back into what the process put in. */

import { javaDouble } from "../java-double.ts";
import { type Json, type JsonObject, parse } from "../json.ts";
import type { VariableValue } from "../world.ts";
import type { View } from "./query.ts";

export type Written = { readonly type: string; readonly value: Json; readonly valueInfo: JsonObject };

const asJson = "application/json";

/** The value's three fields, or an explanation of why the server cannot make an object of it. */
export function write(held: VariableValue, { time, deserialize }: View): Written {
  const plain = (value: Json): Written => ({ type: held.type, value, valueInfo: {} });
  switch (held.type) {
    case "Double":
      return plain(javaDouble(held.value));
    case "Date":
      return plain(time(held.value));
    case "Null":
    case "Bytes":
      return plain(null);
    case "File":
      return { ...plain(null), valueInfo: { encoding: held.encoding, filename: held.filename } };
    case "Json":
      return plain(deserialize ? spinNode(held.value) : held.value);
    case "Object":
      return {
        ...plain(deserialize ? parse(held.value) : held.value),
        valueInfo: {
          objectTypeName: deserialize ? erased(held.className) : held.className,
          serializationDataFormat: asJson,
        },
      };
    default:
      return plain(held.value);
  }
}

/** Why the value cannot be deserialized, when it cannot. */
export function unreadable(name: string, held: VariableValue, { deserialize }: View): string | null {
  if (!deserialize || held.type !== "Object" || held.known) return null;
  const cause = `SPIN/JACKSON-JSON-01007 Cannot construct java type from string '${held.className}'`;
  return `Cannot deserialize object in variable '${name}': ${cause}`;
}

/** A deserialized Json variable is the getters of Spin's wrapper, not the document. */
function spinNode(source: string): JsonObject {
  const isArray = source.startsWith("[");
  return {
    boolean: false,
    object: !isArray,
    nodeType: isArray ? "ARRAY" : "OBJECT",
    array: isArray,
    null: false,
    number: false,
    dataFormatName: asJson,
    string: false,
    value: false,
  };
}

/** Java forgets type parameters when it makes an object. */
const erased = (className: string) => className.replace(/java\.lang\.String/g, "java.lang.Object");
