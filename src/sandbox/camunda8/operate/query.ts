/** The body of a search: `{filter, size, sort, searchAfter}`. Whatever else is in it is ignored, as the engine does. */
import { badData, invalid, unreadable } from "./faults.ts";
import { fieldOf, type Resource } from "./fields.ts";
import type { Json } from "./json.ts";
import { filterValue, intFrom, jsonFrom, listFrom, objectFrom, textFrom, wordFrom } from "./reading.ts";

export type Order = "ASC" | "DESC";

export type Query = {
  /** By name of field; null filters nothing. */
  readonly filters: ReadonlyMap<string, bigint | string | null>;
  readonly size: number;
  readonly sort: readonly { readonly field: string; readonly order: Order }[];
  readonly searchAfter: readonly Json[] | null;
};

const entities = "io.camunda.operate.webapp.api.v1.entities";
const sizes = { usual: 10, most: 1000 };

/** Reads a body field by field in its own order, because the first refusal is the answer. */
export function queryFrom<Row>(body: string, resource: Resource<Row>): Query {
  const name = `${entities}.${resource.entity}`;
  const whole = objectFrom(jsonFrom(body), `${entities}.Query`, `${entities}.Query<${name}>`) ?? {};
  let filters: Query["filters"] = new Map();
  let size = sizes.usual;
  let sort: readonly Wish[] = [];
  let searchAfter: readonly Json[] | null = null;
  for (const [field, value] of Object.entries(whole)) {
    if (field === "filter") filters = filtersFrom(value, name, resource);
    if (field === "size") size = intFrom(value);
    if (field === "sort") sort = sortFrom(value);
    if (field === "searchAfter") searchAfter = valuesFrom(value);
  }
  const checked = sort.map((wish) => checkedSort(wish, sort, resource));
  if (size < 1 || size > sizes.most)
    throw invalid(`size should be greater than zero and equal or less than ${sizes.most}`);
  if (searchAfter?.length === 0) throw badData("searchAfter should have a least 1 value");
  return { filters, size, sort: checked, searchAfter };
}

function filtersFrom<Row>(value: Json, name: string, resource: Resource<Row>): Query["filters"] {
  const filters = new Map<string, bigint | string | null>();
  for (const [given, wanted] of Object.entries(objectFrom(value, name) ?? {})) {
    const own = Object.hasOwn(resource.aliases, given) ? (resource.aliases[given] ?? given) : given;
    const field = fieldOf(resource, own);
    if (field) filters.set(own, filterValue(wanted, field));
  }
  return filters;
}

type Wish = { readonly field: string | null; readonly order: Order | null };

function sortFrom(value: Json): readonly Wish[] {
  const type = `${entities}.Query$Sort`;
  return (listFrom(value, `java.util.ArrayList<${type}>`) ?? []).map((one) => {
    const { field = null, order = "ASC" } = objectFrom(one, type) ?? {};
    return { field: textFrom(field), order: wordFrom(order, `${type}$Order`, ["ASC", "DESC"]) };
  });
}

function checkedSort<Row>(
  { field, order }: Wish,
  all: readonly Wish[],
  resource: Resource<Row>,
): Query["sort"][number] {
  if (field === null) throw badData('No \'field\' given in sort. Example: "sort": [{"field":"name","order": "ASC"}] ');
  const unknown = all.filter((wish) => wish.field !== null && !fieldOf(resource, wish.field));
  if (unknown.length > 0) throw badData(`Sort has invalid field(s): ${unknown.map((wish) => wish.field).join(", ")}`);
  const how = fieldOf(resource, field)?.sort;
  if (how === "refused") throw badData(`Field '${field}' can't be used as sort field`);
  if (order === null) {
    throw invalid(`Cannot invoke "${entities}.Query$Sort$Order.equals(Object)" because "order" is null`);
  }
  if (how === "fails") throw unreadable();
  return { field, order };
}

function valuesFrom(value: Json): readonly Json[] | null {
  if (typeof value === "string") {
    throw invalid("Type definition error: [array type, component type: [simple type, class java.lang.Object]]");
  }
  return listFrom(value, "java.lang.Object[]");
}
