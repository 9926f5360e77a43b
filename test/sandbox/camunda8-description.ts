import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2019, type ValidateFunction } from "ajv/dist/2019.js";
import { parse as parseYaml } from "yaml";
import * as z from "zod";

/** Camunda's own descriptions of its REST API; they are not part of the repository. */
const folder = join(import.meta.dirname, "../../../shared/specs/camunda8");
const files = { "8.8": "8.8.yaml", "8.9": "8.9.bundle.json", "8.10": "8.10-alpha.bundle.json" } as const;

type Described = keyof typeof files;
export const versions = ["8.8", "8.9", "8.10"] as const satisfies readonly Described[];
export const areThere = versions.every((version) => existsSync(join(folder, files[version])));

type Schema = Readonly<Record<string, unknown>>;
const schema = z.record(z.string(), z.unknown());
const content = z.record(z.string(), z.object({ schema: schema.optional() }));
const operation = z.object({
  requestBody: z.object({ content }).optional(),
  responses: z.record(z.string(), z.union([z.object({ $ref: z.string() }), z.object({ content: content.optional() })])),
});
const description = z.object({
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
  components: z.record(z.string(), z.record(z.string(), z.unknown())),
});

const operators = ["$eq", "$neq", "$exists", "$gt", "$gte", "$lt", "$lte", "$in", "$notIn", "$like"] as const;

/** A filter field: a plain value it takes, and operands for the operators that it takes. */
type FilterField = { readonly plain: unknown; readonly operands: ReadonlyMap<string, unknown> };

export type Search = {
  readonly path: string;
  readonly takesFilter: boolean;
  readonly filters: ReadonlyMap<string, FilterField>;
  readonly sorts: readonly string[];
  readonly required: readonly string[];
};

/** One version's description, made askable. */
export function read(version: Described) {
  const text = readFileSync(join(folder, files[version]), "utf8");
  const parsed = description.parse(version === "8.8" ? parseYaml(text) : JSON.parse(text));

  const resolve = (value: unknown): Schema => {
    const found = schema.parse(value);
    const ref = found["$ref"];
    if (typeof ref !== "string") return found;
    const path = ref
      .split("/")
      .slice(1)
      .map((part) => part.replaceAll("~1", "/"));
    return resolve(path.reduce((at: unknown, part) => schema.parse(at)[part], parsed));
  };
  const operationAt = (method: string, path: string) => {
    const found = parsed.paths[path]?.[method.toLowerCase()];
    return found === undefined ? undefined : operation.parse(found);
  };
  const validators = new Map<string, ValidateFunction>();
  const ajv = new Ajv2019({ strict: false, allErrors: true, logger: false });
  ajv.addFormat(
    "date-time",
    (value: string) => !Number.isNaN(Date.parse(value)) && /T.*(Z|[+-]\d\d:\d\d)$/.test(value),
  );
  ajv.addFormat("int32", { type: "number", validate: (value: number) => (value | 0) === value });
  ajv.addFormat("int64", { type: "number", validate: Number.isInteger });
  for (const [name, value] of Object.entries(parsed.components["schemas"] ?? {})) {
    ajv.addSchema({ $id: `spec:${name}`, ...asJsonSchema(schema.parse(value), resolve) });
  }

  return {
    searches: (): readonly Search[] =>
      Object.keys(parsed.paths).flatMap((path) => {
        if (!/\/search$|\/statistics\//.test(path)) return [];
        const body = operationAt("post", path)?.requestBody?.content["application/json"]?.schema;
        return body === undefined ? [] : [{ path, ...searchIn(propertiesOf(body, resolve), resolve) }];
      }),
    has: (method: string, path: string): boolean => operationAt(method, path) !== undefined,
    /** What does not fit the description in an answer; empty when all does. */
    faults(
      method: string,
      path: string,
      answer: { status: number; contentType: string | null; body: string },
    ): string[] {
      const responses = operationAt(method, path)?.responses;
      const response = responses?.[String(answer.status)];
      if (response === undefined) return [`${answer.status} is not described`];
      const { content: bodies } = z.object({ content: content.optional() }).parse(resolve(response));
      if (answer.contentType === null) return bodies === undefined ? [] : ["has no body"];
      const type = answer.contentType.split(";")[0] ?? "";
      const body = bodies?.[type];
      if (body === undefined) return [`${type} is not described`];
      if (!type.endsWith("json") || body.schema === undefined) return [];
      const id = `${method} ${path} ${answer.status}`;
      const validate =
        validators.get(id) ?? ajv.compile(closed(asJsonSchema(body.schema, resolve), body.schema, resolve));
      validators.set(id, validate);
      if (validate(JSON.parse(answer.body))) return [];
      return (validate.errors ?? []).map((one) => `${one.instancePath} ${one.message} ${JSON.stringify(one.params)}`);
    },
  };
}

const components = "#/components/schemas/";

type Resolve = (value: unknown) => Schema;

/** OpenAPI 3.0 as JSON Schema 2019: `nullable`, and no other fields than those described. */
function asJsonSchema(value: Schema, resolve: Resolve): Schema {
  const { nullable, discriminator: _none, ...rest } = value;
  const ref = String(value["$ref"] ?? "");
  if (ref.startsWith(components)) return { $ref: `spec:${ref.slice(components.length)}` };
  if (ref !== "") return asJsonSchema(resolve(value), resolve);
  const entries = Object.entries(rest).map(([name, part]): [string, unknown] => {
    if (name === "properties") {
      const properties = Object.entries(schema.parse(part)).map(([field, own]) => [field, inner(own, resolve)]);
      return [name, Object.fromEntries(properties)];
    }
    if (name === "items") return [name, inner(part, resolve)];
    if (name === "oneOf") return ["anyOf", alternatives(part, resolve)];
    if (name === "allOf" || name === "anyOf") return [name, alternatives(part, resolve)];
    return [name, part];
  });
  const converted = Object.fromEntries(entries);
  return nullable === true ? { anyOf: [{ type: "null" }, converted] } : converted;
}

/** Keys of different things look alike, so that often more than one of a list fits. */
const alternatives = (value: unknown, resolve: Resolve): readonly Schema[] =>
  z
    .array(schema)
    .parse(value)
    .map((one) => asJsonSchema(one, resolve));

const inner = (value: unknown, resolve: Resolve): Schema => {
  const own = schema.parse(value);
  return closed(asJsonSchema(own, resolve), own, resolve);
};

/** Without fields that are not described, where fields are described at all. */
function closed(converted: Schema, original: Schema, resolve: Resolve): Schema {
  const isOpen = resolve(original)["additionalProperties"] !== undefined;
  return isOpen || Object.keys(propertiesOf(original, resolve)).length === 0
    ? converted
    : { allOf: [converted], unevaluatedProperties: false };
}

/** The fields of an object, with those of what it is made of. */
function propertiesOf(value: unknown, resolve: Resolve): Record<string, unknown> {
  const own = resolve(value);
  const parts = ["allOf", "oneOf", "anyOf"].flatMap((name) => z.array(z.unknown()).parse(own[name] ?? []));
  return Object.assign({}, ...parts.map((part) => propertiesOf(part, resolve)), schema.parse(own["properties"] ?? {}));
}

function requiredOf(value: unknown, resolve: Resolve): readonly string[] {
  const own = resolve(value);
  const parts = z.array(z.unknown()).parse(own["allOf"] ?? []);
  return [...parts.flatMap((part) => requiredOf(part, resolve)), ...z.array(z.string()).parse(own["required"] ?? [])];
}

function searchIn(body: Record<string, unknown>, resolve: Resolve): Omit<Search, "path"> {
  const { filter, sort } = body;
  const { $or: _none, ...fields } = filter === undefined ? {} : propertiesOf(filter, resolve);
  const sortItem = sort === undefined ? {} : propertiesOf(resolve(sort)["items"] ?? {}, resolve);
  return {
    takesFilter: filter !== undefined,
    filters: new Map(Object.entries(fields).map(([name, field]) => [name, filterField(name, field, resolve)])),
    sorts: z.array(z.string()).parse(schema.parse(sortItem["field"] ?? {})["enum"] ?? []),
    required: filter === undefined ? [] : requiredOf(filter, resolve),
  };
}

function filterField(name: string, value: unknown, resolve: Resolve): FilterField {
  const all = propertiesOf(value, resolve);
  // Some keys are described as any text.
  const sampled = (part: unknown) => {
    const found = JSON.stringify(sample(part, resolve));
    return JSON.parse(name.endsWith("Key") ? found.replaceAll('"x"', '"1"') : found);
  };
  const operands = operators.flatMap((one) => (one in all ? [[one, sampled(all[one])] as const] : []));
  return { plain: sampled(alternativesOf(value, resolve)[0] ?? value), operands: new Map(operands) };
}

function alternativesOf(value: unknown, resolve: Resolve): readonly unknown[] {
  const own = resolve(value);
  const wrapped = z.array(z.unknown()).parse(own["allOf"] ?? []);
  if (Array.isArray(own["oneOf"])) return own["oneOf"];
  return wrapped.length === 1 ? alternativesOf(wrapped[0], resolve) : [];
}

/** Some value that fits. */
function sample(value: unknown, resolve: Resolve): unknown {
  const own = resolve(value);
  const [first] = z.array(z.unknown()).parse(own["enum"] ?? []);
  if (first !== undefined) return first;
  const [part] = z.array(z.unknown()).parse(own["allOf"] ?? own["oneOf"] ?? []);
  const isKey = String(own["pattern"] ?? "").includes("[0-9]+");
  if (own["type"] === "array") return [sample(own["items"], resolve)];
  if (own["type"] === "boolean") return true;
  if (own["type"] === "integer") return 1;
  if (isKey) return "1";
  if (own["format"] === "date-time") return "2026-01-01T00:00:00Z";
  if (part !== undefined) return sample(part, resolve);
  if (own["type"] === "object") {
    return Object.fromEntries(
      requiredOf(own, resolve).map((name) => [name, sample(propertiesOf(own, resolve)[name], resolve)]),
    );
  }
  return "x";
}
