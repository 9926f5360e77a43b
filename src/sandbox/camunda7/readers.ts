/** Where filters come from: the query string of a GET or the JSON body of a POST, each with its own manners. */

import { isList, isObject, type Json, type JsonObject } from "../json.ts";
import type { Condition } from "./conditions.ts";
import { badParameter, invalid, MappingFault } from "./faults.ts";
import { parseTime } from "./times.ts";

/** Reads one named filter as the type the engine declares for it; undefined when it was not sent. */
export type Reader = {
  readonly has: (name: string) => boolean;
  readonly text: (name: string) => string | undefined;
  readonly flag: (name: string) => boolean | undefined;
  readonly whole: (name: string) => number | undefined;
  readonly time: (name: string) => number | undefined;
  readonly list: (name: string) => readonly (string | null)[] | undefined;
  readonly conditions: (name: string) => readonly Condition[] | undefined;
  readonly bounds: (name: string) => readonly Bound[] | undefined;
  readonly sorting: () => readonly Sorting[];
  readonly orQueries: () => readonly Reader[];
};

/** One limit of a time. */
export type Bound = { readonly operator: string; readonly value: number };
export type Sorting = { readonly by: string | null; readonly order: string | null; readonly source: "query" | "body" };
export type Parameters = ReadonlyMap<string, string>;

const conversion = (name: string, value: string, reason: string) =>
  invalid(`Cannot set query parameter '${name}' to value '${value}': ${reason}`);

/** Reads the query string. Its lists are split at commas; a repeated parameter counts once, the first time. */
export function queryReader(parameters: Parameters): Reader {
  const convert = <Value>(
    name: string,
    javaType: string,
    read: (text: string) => Value | undefined,
  ): Value | undefined => {
    const text = parameters.get(name);
    if (text === undefined) return undefined;
    const value = read(text);
    if (value === undefined) throw conversion(name, text, `Cannot convert value ${text} to java type ${javaType}`);
    return value;
  };
  return {
    has: (name) => parameters.has(name),
    text: (name) => parameters.get(name),
    flag: (name) => convert(name, "java.lang.Boolean", readFlag),
    whole: (name) => convert(name, "java.lang.Integer", readWhole),
    time: (name) => {
      const text = parameters.get(name);
      if (text === undefined) return undefined;
      const time = parseTime(text);
      if (time === undefined)
        throw conversion(name, text, `Cannot convert value "${text}" to java type java.util.Date`);
      return time;
    },
    list: (name) => parameters.get(name)?.split(","),
    conditions: (name) =>
      parameters
        .get(name)
        ?.split(",")
        .map((part) => queryCondition(name, part)),
    bounds: (name) =>
      parameters
        .get(name)
        ?.split(",")
        .map((part) => queryBound(name, part)),
    sorting: () => querySorting(parameters),
    orQueries: () => [],
  };
}

function queryCondition(parameter: string, text: string): Condition {
  const [name, operator, value, ...rest] = text.split("_");
  if (name === undefined || operator === undefined || value === undefined || rest.length > 0) {
    throw conversion(parameter, text, "variable query parameter has to have format KEY_OPERATOR_VALUE.");
  }
  return { name, operator, value };
}

function queryBound(parameter: string, text: string): Bound {
  const [operator = "", date] = text.split("_");
  if (date === undefined)
    throw conversion(parameter, text, "condition query parameter has to have format OPERATOR_VALUE.");
  const value = parseTime(date);
  if (value === undefined)
    throw conversion(parameter, text, `Cannot convert value "${date}" to java type java.util.Date`);
  return { operator, value };
}

function querySorting(parameters: Parameters): readonly Sorting[] {
  const [by, order] = [parameters.get("sortBy"), parameters.get("sortOrder")];
  if (by === undefined && order === undefined) return [];
  if (by === undefined || order === undefined) {
    throw invalid("Only a single sorting parameter specified. sortBy and sortOrder required");
  }
  return [{ by, order, source: "query" }];
}

const readFlag = (text: string) => (text === "true" ? true : text === "false" ? false : undefined);
const readWhole = (text: string) => (/^[+-]?\d{1,10}$/.test(text) ? Number(text) : undefined);

/** A number of rows in the URL; what is none is answered as if the resource did not exist. */
export function rowCount(parameters: Parameters, name: string): number | undefined {
  const text = parameters.get(name);
  if (!text) return undefined;
  const value = readWhole(text);
  if (value === undefined || Math.abs(value) > 2 ** 31 - 1) throw badParameter();
  return value;
}

/** What a body is read into, for the messages of the object mapper. */
export type BodyShape = { readonly dto: string; readonly source: string };

export function mappingFault(problem: string, { dto, source }: BodyShape, name?: string): MappingFault {
  const field = name === undefined ? -1 : source.indexOf(JSON.stringify(name));
  const column = field < 0 ? 1 : source.indexOf(":", field) + 2;
  const chain = name === undefined ? "" : ` (through reference chain: ${dto}["${name}"])`;
  return new MappingFault(
    `${problem}\n at [Source: REDACTED (\`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION\` disabled); line: 1, column: ${column}]${chain}`,
  );
}

/** Reads a JSON object. What does not fit its type is a fault of the mapping, not of the query. */
export function bodyReader(body: JsonObject, shape: BodyShape): Reader {
  const fails = (name: string, problem: string) =>
    mappingFault(`Cannot deserialize value of type ${problem}`, shape, name);
  const javaName = (dto: string) => shape.dto.slice(0, shape.dto.indexOf(".dto.") + 5) + dto;
  const given = (name: string): Json | undefined => body[name] ?? undefined;
  const scalar = (name: string, javaType: string): string | undefined => {
    const value = given(name);
    if (value === undefined) return undefined;
    if (typeof value === "object")
      throw fails(name, `\`${javaType}\` from ${isList(value) ? "Array" : "Object"} value`);
    return String(value);
  };
  return {
    has: (name) => given(name) !== undefined,
    text: (name) => scalar(name, "java.lang.String"),
    flag: (name) => {
      // Numbers pass for booleans, as in C.
      if (typeof body[name] === "number") return body[name] !== 0;
      const text = scalar(name, "java.lang.Boolean");
      const value = text === undefined ? undefined : readFlag(text);
      if (text !== undefined && value === undefined) {
        throw fails(name, `\`java.lang.Boolean\` from String "${text}": only "true" or "false" recognized`);
      }
      return value;
    },
    whole: (name) => {
      const text = scalar(name, "java.lang.Integer");
      const value = text === undefined ? undefined : readWhole(text);
      if (text !== undefined && value === undefined) {
        throw fails(name, `\`java.lang.Integer\` from String "${text}": not a valid \`java.lang.Integer\` value`);
      }
      return value;
    },
    time: (name) =>
      bodyTime(given(name), (text) => {
        const reason = `Failed to parse Date value '${text}': Unparseable date: "${text}"`;
        return fails(name, `\`java.util.Date\` from String "${text}": not a valid representation (error: ${reason})`);
      }),
    list: (name) =>
      itemsOf(given(name), fails, name, "java.util.HashSet<java.lang.String>")?.map((item) =>
        item === null ? null : String(item),
      ),
    conditions: (name) =>
      objectsOf(given(name), fails, name, javaName("VariableQueryParameterDto"))?.map(bodyCondition),
    bounds: (name) =>
      objectsOf(given(name), fails, name, javaName("ConditionQueryParameterDto"))?.map(({ operator, value }) => ({
        operator: String(operator),
        value: bodyTime(value, (text) => fails(name, `\`java.util.Date\` from String "${text}"`)) ?? 0,
      })),
    sorting: () => (objectsOf(given("sorting"), fails, "sorting", javaName("SortingDto")) ?? []).map(bodySorting),
    orQueries: () =>
      (objectsOf(given("orQueries"), fails, "orQueries", shape.dto) ?? []).map((one) => bodyReader(one, shape)),
  };
}

type Fails = (name: string, problem: string) => MappingFault;

function itemsOf(value: Json | undefined, fails: Fails, name: string, javaType: string): readonly Json[] | undefined {
  if (value === undefined || isList(value)) return value;
  throw fails(
    name,
    `\`${javaType}\` from ${isObject(value) ? "Object value (token `JsonToken.START_OBJECT`)" : `String value ('${String(value)}')`}`,
  );
}

function objectsOf(
  value: Json | undefined,
  fails: Fails,
  name: string,
  dto: string,
): readonly JsonObject[] | undefined {
  return itemsOf(value, fails, name, `java.util.ArrayList<${dto}>`)?.map((item) => {
    if (isObject(item)) return item;
    throw fails(name, `\`${dto}\` from String value ('${String(item)}')`);
  });
}

function bodyTime(value: Json | undefined, fails: (text: string) => MappingFault): number | undefined {
  if (value === undefined) return undefined;
  if (typeof value === "number") return value;
  const time = parseTime(String(value));
  if (time === undefined) throw fails(String(value));
  return time;
}

const textOrNull = (value: Json | undefined): string | null => (typeof value === "string" ? value : null);

function bodyCondition({ name, operator, value }: JsonObject): Condition {
  return { name: textOrNull(name), operator: textOrNull(operator), value: value ?? null };
}

function bodySorting({ sortBy, sortOrder }: JsonObject): Sorting {
  return { by: textOrNull(sortBy), order: textOrNull(sortOrder), source: "body" };
}
