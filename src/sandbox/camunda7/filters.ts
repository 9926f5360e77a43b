/** Filters as data: a table per resource names each filter, its type and its test. */
import type { Definition, Variable } from "../world.ts";
import { type CaseRules, variableTest } from "./conditions.ts";
import { engineFault, invalid, nullValue } from "./faults.ts";
import { matchesLike } from "./like.ts";
import type { Bound, Reader } from "./readers.ts";

type Values = {
  readonly text: string;
  readonly flag: true;
  readonly whole: number;
  readonly time: number;
  readonly list: readonly (string | null)[];
  readonly bound: (at: number) => boolean;
  readonly condition: (variable: Variable) => boolean;
};

export type Filter<Row> =
  | {
      [Kind in keyof Values]: { readonly kind: Kind; readonly test: (row: Row, value: Values[Kind]) => boolean };
    }[keyof Values]
  | {
      readonly kind: "someList";
      readonly emptyMessage: string;
      readonly test: (row: Row, value: Values["list"]) => boolean;
    };

export type Filters<Row> = Readonly<Record<string, Filter<Row>>>;
export type Predicate<Row> = (row: Row) => boolean;

type Text<Row> = (row: Row) => string | null;
type Time<Row> = (row: Row) => number | null;

export const text = <Row>(test: (row: Row, value: string) => boolean): Filter<Row> => ({ kind: "text", test });
export const flag = <Row>(test: Predicate<Row>): Filter<Row> => ({ kind: "flag", test });
export const whole = <Row>(test: (row: Row, value: number) => boolean): Filter<Row> => ({ kind: "whole", test });
export const time = <Row>(test: (row: Row, value: number) => boolean): Filter<Row> => ({ kind: "time", test });
export const list = <Row>(test: (row: Row, values: readonly (string | null)[]) => boolean): Filter<Row> => ({
  kind: "list",
  test,
});

export const equal = <Row>(get: Text<Row>) => text<Row>((row, value) => get(row) === value);
export const like = <Row>(get: Text<Row>) => text<Row>((row, value) => matchesLike(get(row), value));
export const oneOf = <Row>(get: Text<Row>) => list<Row>((row, values) => values.includes(get(row)));
export const noneOf = <Row>(get: Text<Row>) => list<Row>((row, values) => !values.includes(get(row)));
export const anyOf = <Row>(get: (row: Row) => readonly string[]) =>
  list<Row>((row, values) => get(row).some((one) => values.includes(one)));

/** A set of ids that the engine refuses to be empty, with an error of its own making. */
export const someOf = <Row>(get: Text<Row>, emptyMessage: string): Filter<Row> => ({
  kind: "someList",
  emptyMessage,
  test: (row, values) => values.includes(get(row)),
});

export const since = <Row>(get: Time<Row>) => time<Row>((row, value) => compareTime(get(row), (at) => at >= value));
export const until = <Row>(get: Time<Row>) => time<Row>((row, value) => compareTime(get(row), (at) => at <= value));
export const after = <Row>(get: Time<Row>) => time<Row>((row, value) => compareTime(get(row), (at) => at > value));
export const before = <Row>(get: Time<Row>) => time<Row>((row, value) => compareTime(get(row), (at) => at < value));
const compareTime = (at: number | null, holds: (at: number) => boolean) => at !== null && holds(at);

/** Each condition must hold for at least one of the variables. */
export const variables = <Row>(get: (row: Row) => readonly Variable[]): Filter<Row> => ({
  kind: "condition",
  test: (row, holds) => get(row).some(holds),
});

/** Bounds of a time, as pairs of operator and date. */
export const bounds = <Row>(get: Time<Row>): Filter<Row> => ({
  kind: "bound",
  test: (row, holds) => compareTime(get(row), holds),
});

function boundTest({ operator, value }: Bound): (at: number) => boolean {
  if (operator === "gt") return (at) => at > value;
  if (operator === "lt") return (at) => at < value;
  throw invalid(`Invalid due date comparator specified: ${operator}`);
}

/** For what the scripted world has none of: cases, batches. */
export const never: Filter<unknown> = text(() => false);

/** Unlike other lists, this one fails on a null in it. */
const inTenant = <Row>(get: Text<Row>) =>
  list<Row>((row, values) => {
    if (values.includes(null)) throw nullValue("tenantIds contains null value");
    return values.includes(get(row));
  });

type DefinitionFilter =
  | "processDefinitionId"
  | "processDefinitionKey"
  | "processDefinitionKeyIn"
  | "processDefinitionName"
  | "processDefinitionNameLike"
  | "deploymentId"
  | "tenantIdIn"
  | "withoutTenantId";

/** Filters on the process definition; a resource names those it knows, since it ignores the others. */
export function ofDefinition<Row>(get: (row: Row) => Definition, names: readonly DefinitionFilter[]): Filters<Row> {
  const all: Record<DefinitionFilter, Filter<Row>> = {
    processDefinitionId: equal((row) => get(row).id),
    processDefinitionKey: equal((row) => get(row).key),
    processDefinitionKeyIn: oneOf((row) => get(row).key),
    processDefinitionName: equal((row) => get(row).name),
    processDefinitionNameLike: like((row) => get(row).name),
    deploymentId: equal((row) => get(row).deploymentId),
    tenantIdIn: inTenant((row) => get(row).tenantId),
    withoutTenantId: flag((row) => get(row).tenantId === null),
  };
  return Object.fromEntries(names.map((name) => [name, all[name]]));
}

/** `{ suspended: ["active"] }`: when both are sent, the second is as good as not sent. */
export type Overrides = Readonly<Record<string, readonly string[]>>;

/** What narrows the table for one engine and one resource. */
export type Rules = {
  /** False for filters newer than the engine: they are ignored, like unknown ones. */
  readonly knows: (filter: string) => boolean;
  readonly overrides: Overrides;
  /** Filters that are as good as not sent within an OR query. */
  readonly andOnly: readonly string[];
};

/** One predicate for everything the reader asks: all of it, and of each OR query at least one part. */
export function matching<Row>(filters: Filters<Row>, reader: Reader, rules: Rules): Predicate<Row> {
  const all = predicates(filters, reader, rules);
  const orRules = { ...rules, knows: (filter: string) => rules.knows(filter) && !rules.andOnly.includes(filter) };
  const groups = rules.knows("orQueries") ? reader.orQueries().map((one) => predicates(filters, one, orRules)) : [];
  const some = groups.filter((group) => group.length > 0);
  return (row) => all.every((test) => test(row)) && some.every((group) => group.some((test) => test(row)));
}

function predicates<Row>(filters: Filters<Row>, reader: Reader, { knows, overrides }: Rules): Predicate<Row>[] {
  const silenced = new Set(
    Object.entries(overrides).flatMap(([winner, losers]) => (reader.flag(winner) ? losers : [])),
  );
  const rules = {
    namesIgnoreCase: reader.flag("variableNamesIgnoreCase") ?? false,
    valuesIgnoreCase: reader.flag("variableValuesIgnoreCase") ?? false,
  };
  return Object.entries(filters)
    .filter(([name]) => reader.has(name) && knows(name) && !silenced.has(name))
    .flatMap(([name, filter]) => bind(filter, name, reader, rules));
}

function bind<Row>(filter: Filter<Row>, name: string, reader: Reader, rules: CaseRules): Predicate<Row>[] {
  switch (filter.kind) {
    case "text":
      return holding(reader.text(name), filter.test);
    case "whole":
      return holding(reader.whole(name), filter.test);
    case "time":
      return holding(reader.time(name), filter.test);
    case "flag":
      return reader.flag(name) ? [(row) => filter.test(row, true)] : [];
    case "list":
      return holding(filled(reader.list(name)), filter.test);
    case "someList":
      if (reader.list(name)?.length === 0) throw engineFault(filter.emptyMessage);
      return holding(reader.list(name), filter.test);
    case "bound":
      return (reader.bounds(name) ?? []).flatMap((one) => holding(boundTest(one), filter.test));
    case "condition":
      return (reader.conditions(name) ?? []).flatMap((one) => holding(variableTest(one, rules), filter.test));
  }
}

function holding<Row, Value>(value: Value | undefined, test: (row: Row, value: Value) => boolean): Predicate<Row>[] {
  return value === undefined ? [] : [(row) => test(row, value)];
}

/** An empty list is no filter. */
const filled = <Value>(values: readonly Value[] | undefined) => (values?.length ? values : undefined);
