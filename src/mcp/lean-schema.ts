/*
 * JSON Schemas as a model and its host need them. Every token of a tool's schema is paid in every conversation, so what
 * only the door checks anyway (`runTool` validates with the full schema, in better words) is left out.
 */

type Json = Record<string, unknown>;

/** Bounds of text and lists say nothing that helps to ask; those of numbers do. */
const unhelpful = new Set(["minLength", "maxLength", "minItems", "maxItems"]);

/** An input schema without bounds of text and lists and without the safe-integer bounds of every number. */
export function leanInput(schema: Json): Json {
  return mapSchemas(schema, withoutBounds);
}

/**
 * An output schema, leaner still: open objects, so that a field added later breaks no client that holds an old list;
 * nothing required; any JSON where any is allowed; `type: [x, "null"]` for nullable; and a shape that occurs
 * more than once only once, in `$defs`.
 */
export function leanOutput(schema: Json): Json {
  const { $defs: _recursiveJson, ...body } = schema;
  return shareShapes(mapSchemas(body, (part) => nullableAsType(anything(opened(withoutBounds(part))))));
}

/** The schema of any JSON value refers to itself; no schema at all says the same. */
function anything(part: Json): Json {
  const { $ref, ...rest } = part;
  return $ref === undefined ? part : rest;
}

function withoutBounds(part: Json): Json {
  return Object.fromEntries(
    Object.entries(part).filter(
      ([key, value]) =>
        !unhelpful.has(key) &&
        !(key === "minimum" && value === Number.MIN_SAFE_INTEGER) &&
        !(key === "maximum" && value === Number.MAX_SAFE_INTEGER),
    ),
  );
}

function opened(part: Json): Json {
  const { additionalProperties, propertyNames: _names, required: _required, ...rest } = part;
  return additionalProperties === undefined || additionalProperties === false
    ? rest
    : { ...rest, additionalProperties };
}

function nullableAsType(part: Json): Json {
  const { anyOf, ...rest } = part;
  if (!Array.isArray(anyOf) || anyOf.length !== 2) return part;
  const [value, empty]: unknown[] = anyOf;
  if (!isJson(value) || !isJson(empty)) return part;
  const [{ type }, { type: none }] = [value, empty];
  return none === "null" && typeof type === "string" ? { ...value, ...rest, type: [type, "null"] } : part;
}

/** Applies a change to every schema within, from the inside out; names of properties are not taken for keywords. */
function mapSchemas(schema: Json, change: (part: Json) => Json): Json {
  const inner = Object.entries(schema).map(([key, value]) => {
    if (namesSchemas(key) && isJson(value)) return [key, mapValues(value, (part) => mapUnknown(part, change))];
    return [key, mapUnknown(value, change)];
  });
  return change(Object.fromEntries(inner));
}

function mapUnknown(value: unknown, change: (part: Json) => Json): unknown {
  if (Array.isArray(value)) return value.map((part: unknown) => mapUnknown(part, change));
  return isJson(value) ? mapSchemas(value, change) : value;
}

function shareShapes(schema: Json): Json {
  const counted = new Map<string, number>();
  mapSchemas(schema, (part) => {
    const shape = shapeOf(part);
    if (shape !== undefined) counted.set(shape, (counted.get(shape) ?? 0) + 1);
    return part;
  });
  const names = new Map<string, string>();
  const definitions: Json = {};
  const name = (shape: string) => {
    const known = names.get(shape) ?? `s${names.size + 1}`;
    names.set(shape, known);
    return known;
  };
  const share = (part: Json, isRoot: boolean): Json => {
    const shape = shapeOf(part);
    const inner = shareInside(part);
    if (isRoot || shape === undefined || (counted.get(shape) ?? 0) < 2) return inner;
    const { description, ...body } = inner;
    const key = name(shape);
    definitions[key] = body;
    return { ...(description === undefined ? {} : { description }), $ref: `#/$defs/${key}` };
  };
  const shareInside = (part: Json): Json =>
    Object.fromEntries(
      Object.entries(part).map(([key, value]) => [
        key,
        namesSchemas(key) && isJson(value) ? mapValues(value, shareUnknown) : shareUnknown(value),
      ]),
    );
  const shareUnknown = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(shareUnknown);
    return isJson(value) ? share(value, false) : value;
  };
  const { $defs, ...body } = share(schema, true);
  const all = { ...(isJson($defs) ? $defs : {}), ...definitions };
  return Object.keys(all).length > 0 ? { ...body, $defs: all } : body;
}

/** What makes two object schemas the same one: all but the description. */
function shapeOf(part: Json): string | undefined {
  const { description: _description, ...shape } = part;
  const { type, properties } = shape;
  return type === "object" && isJson(properties) ? JSON.stringify(shape) : undefined;
}

const namesSchemas = (key: string) => key === "properties" || key === "$defs";
const isJson = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value);
const mapValues = (value: Json, change: (part: unknown) => unknown): Json =>
  Object.fromEntries(Object.entries(value).map(([key, part]) => [key, change(part)]));
