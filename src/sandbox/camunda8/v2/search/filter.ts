/** A whole filter: conditions on the rows themselves, on what belongs to them, and alternatives. */
import { isList, isObject, type Json, type JsonObject } from "../../../json.ts";
import type { Dialect, Levels } from "../dialect.ts";
import { unparsable } from "../problems.ts";
import type { Fields } from "./fields.ts";
import { conditionOn, given, type Predicate } from "./operators.ts";

/** Filters that are understood together: `elementId` and `elementInstanceState` mean the same element. */
export type Group<Row> = {
  readonly knows: (name: string, dialect: Dialect) => boolean;
  readonly compile: (conditions: JsonObject, dialect: Dialect, path: string) => Predicate<Row>;
};

/** Conditions on the fields of the rows themselves. */
export function ownGroup<Row>(fields: Fields<Row>): Group<Row> {
  const fieldOf = (name: string, { level }: Dialect) => {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    return field?.filtered.includes(level) ? field : undefined;
  };
  return {
    knows: (name, dialect) => fieldOf(name, dialect) !== undefined,
    compile: (conditions, dialect, path) => {
      const predicates = given(conditions).flatMap(([name, value]): Predicate<Row>[] => {
        const field = fieldOf(name, dialect);
        const holds = field && conditionOn(dialect, field, `${path}.${name}`, value);
        return field && holds ? [(row) => holds(field.of(row))] : [];
      });
      return (row) => predicates.every((holds) => holds(row));
    },
  };
}

/** Conditions on rows that belong to a row: one of these must fulfil them all. */
export function relatedGroup<Row, Other>(of: (row: Row) => readonly Other[], fields: Fields<Other>): Group<Row> {
  const own = ownGroup(fields);
  return {
    knows: own.knows,
    compile: (conditions, dialect, path) => {
      const holds = own.compile(conditions, dialect, path);
      return (row) => of(row).some(holds);
    },
  };
}

/** One filter that is understood by itself. */
export function specialGroup<Row>(
  name: string,
  levels: Levels,
  read: (value: Json, dialect: Dialect, path: string) => Predicate<Row>,
): Group<Row> {
  return {
    knows: (other, { level }) => other === name && levels.includes(level),
    compile: (conditions, dialect, path) => {
      const predicates = given(conditions).map(([own, value]) => read(value, dialect, `${path}.${own}`));
      return (row) => predicates.every((holds) => holds(row));
    },
  };
}

export type Filterable<Row> = {
  readonly groups: readonly Group<Row>[];
  /** Which versions have `$or`. */
  readonly alternatives: Levels;
};

/** Which rows a filter finds; throws what is wrong with it. */
export function compile<Row>(
  filterable: Filterable<Row>,
  filter: Json,
  dialect: Dialect,
  path: string,
): Predicate<Row> {
  if (!isObject(filter)) throw unparsable(path);
  const { $or: alternatives = null, ...conditions } = filter;
  const parts = new Map<Group<Row>, JsonObject>();
  for (const [name, value] of Object.entries(conditions)) {
    const group = filterable.groups.find((one) => one.knows(name, dialect));
    if (!group) throw unparsable(`${path}.${name}`);
    if (value !== null) parts.set(group, { ...parts.get(group), [name]: value });
  }
  const predicates = [...parts].map(([group, part]) => group.compile(part, dialect, path));
  if (alternatives !== null) predicates.push(anyAlternative(filterable, alternatives, dialect, `${path}.$or`));
  return (row) => predicates.every((holds) => holds(row));
}

function anyAlternative<Row>(filterable: Filterable<Row>, value: Json, dialect: Dialect, path: string): Predicate<Row> {
  if (!filterable.alternatives.includes(dialect.level) || !isList(value)) throw unparsable(path);
  const inner = { ...filterable, alternatives: [] };
  const predicates = value.map((one, index) => compile(inner, one, dialect, `${path}[${index}]`));
  // No alternatives are no restriction.
  return predicates.length === 0 ? () => true : (row) => predicates.some((holds) => holds(row));
}
