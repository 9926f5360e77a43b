/** The released descriptions of the API v2, where they are at hand, as far as they say what a request may look like. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { type Asked, isRow, type Row } from "./stub.ts";

const home = join(import.meta.dirname, "../../../shared/specs/camunda8");
const files = { "8.8": "8.8.yaml", "8.9": "8.9.bundle.json", "8.10": "8.10-alpha.bundle.json" } as const;
export type Version = keyof typeof files;

/** What is wrong with a request by the description of a version; nothing for one that it describes. */
export type Judge = (asked: Asked) => readonly string[];

/** Undefined where the descriptions are not at hand. */
export function judgeOf(version: Version): Judge | undefined {
  const file = join(home, files[version]);
  if (!existsSync(file)) return undefined;
  const text = readFileSync(file, "utf8");
  const document: unknown = file.endsWith(".yaml") ? parse(text) : JSON.parse(text);
  const at = (...names: readonly string[]): Row => {
    const found = names.reduce<unknown>((value, name) => (isRow(value) ? value[name] : undefined), document);
    return isRow(found) ? found : {};
  };
  const paths = Object.keys(at("paths")).map((path) => ({
    path,
    fits: new RegExp(`^${path.replace(/\{\w+\}/g, "[^/]+")}$`),
  }));
  const schemas = (name: string) => at("components", "schemas", name);
  return ({ method, path, body }) => {
    const own = path.replace(/^\/v2/, "");
    const known = paths.find(({ path: known }) => known === own) ?? paths.find(({ fits }) => fits.test(own));
    if (!known || !(method.toLowerCase() in at("paths", known.path))) return [`${version} has no ${method} ${path}`];
    const schema = at(
      "paths",
      known.path,
      method.toLowerCase(),
      "requestBody",
      "content",
      "application/json",
      "schema",
    );
    return problems(schema, body, path, schemas);
  };
}

type Schemas = (name: string) => Row;

const listOf = (value: unknown): readonly Row[] => (Array.isArray(value) ? value.filter(isRow) : []);

function resolved(schema: Row, schemas: Schemas): Row {
  const { $ref } = schema;
  return typeof $ref === "string" ? resolved(schemas($ref.split("/").at(-1) ?? ""), schemas) : schema;
}

/** The fields of an object, wherever in its parts they are. */
function fieldsOf(schema: Row, schemas: Schemas): Row {
  const { properties, allOf } = resolved(schema, schemas);
  const parts = listOf(allOf).map((part) => fieldsOf(part, schemas));
  return Object.assign({}, ...parts, isRow(properties) ? properties : {});
}

/** What does not fit the schema. A field that the description does not list is wrong, as the servers say with 400. */
function problems(schema: Row, value: unknown, where: string, schemas: Schemas): string[] {
  const { oneOf, anyOf, allOf, type, enum: words, items, pattern } = resolved(schema, schemas);
  const variants = listOf(oneOf ?? anyOf);
  if (variants.length > 0) {
    const found = variants.map((variant) => problems(variant, value, where, schemas));
    return found.some((one) => one.length === 0) ? [] : [`${where} fits none of its forms: ${found.flat().join("; ")}`];
  }
  const fields = fieldsOf(schema, schemas);
  if (Object.keys(fields).length > 0) {
    if (!isRow(value)) return [`${where} is no object`];
    return Object.entries(value).flatMap(([name, inner]) => {
      const field = fields[name];
      return isRow(field) ? problems(field, inner, `${where}.${name}`, schemas) : [`${where} has no field ${name}`];
    });
  }
  const wrong = (found: boolean, what: string) => (found ? [`${where} is ${what}: ${JSON.stringify(value)}`] : []);
  return [
    ...listOf(allOf).flatMap((part) => problems(part, value, where, schemas)),
    ...wrong(type === "string" && typeof value !== "string", "no text"),
    ...wrong(type === "integer" && !Number.isInteger(value), "no whole number"),
    ...wrong(type === "boolean" && typeof value !== "boolean", "neither true nor false"),
    ...wrong(type === "object" && !isRow(value), "no object"),
    ...wrong(Array.isArray(words) && !words.includes(value), `none of ${String(words)}`),
    ...wrong(typeof pattern === "string" && !new RegExp(pattern, "u").test(String(value)), `not as ${String(pattern)}`),
    ...(type === "array"
      ? Array.isArray(value)
        ? value.flatMap((one, index) => problems(isRow(items) ? items : {}, one, `${where}[${index}]`, schemas))
        : [`${where} is no list`]
      : []),
  ];
}
