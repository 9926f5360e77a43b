/** The fields of a kind of row: how each is written, filtered and sorted by. */
import type { Dates } from "./dates.ts";
import type { Out } from "./json.ts";

/** What storage compares: keys, counts, moments and flags as whole numbers, everything else as text. */
export type Cell = bigint | string | null;

export type FieldKind = "key" | "count" | "flag" | "text" | "date";

export type Field<Row> = {
  readonly kind: FieldKind;
  readonly cell: (row: Row) => Cell;
  /** A Java primitive: null in a filter is then a zero, which nothing has. */
  readonly primitive: boolean;
  /** How a text filters when not as a whole, or that it does not filter at all: nobody is told. */
  readonly filter: "exact" | "words" | "ignored";
  /** Sorting by some fields is refused, by others it fails in the storage. */
  readonly sort: "works" | "refused" | "fails";
  /** Filtered and sorted by, never written. */
  readonly hidden: boolean;
};

type Traits = Partial<Omit<Field<unknown>, "kind" | "cell">>;
const usual = { primitive: false, filter: "exact", sort: "works", hidden: false } as const;

/** Decimal text; written as a JSON number, however large. */
export const key = <Row>(of: (row: Row) => string | null, traits: Traits = {}): Field<Row> => ({
  ...usual,
  ...traits,
  kind: "key",
  cell: (row) => whole(of(row)),
});

export const count = <Row>(of: (row: Row) => number, traits: Traits = {}): Field<Row> => ({
  ...usual,
  primitive: true,
  ...traits,
  kind: "count",
  cell: (row) => BigInt(of(row)),
});

export const flag = <Row>(of: (row: Row) => boolean, traits: Traits = {}): Field<Row> => ({
  ...usual,
  ...traits,
  kind: "flag",
  cell: (row) => (of(row) ? 1n : 0n),
});

export const text = <Row>(of: (row: Row) => string | null, traits: Traits = {}): Field<Row> => ({
  ...usual,
  ...traits,
  kind: "text",
  cell: of,
});

/** Milliseconds since the epoch. */
export const date = <Row>(of: (row: Row) => number | null, traits: Traits = {}): Field<Row> => ({
  ...usual,
  ...traits,
  kind: "date",
  cell: (row) => whole(of(row)),
});

const whole = (value: string | number | null): bigint | null => (value === null ? null : BigInt(value));

/** Undefined for null: the engine leaves such fields out. */
export function written(kind: FieldKind, cell: Cell, dates: Dates): Out {
  if (cell === null) return undefined;
  if (kind === "flag") return cell === 1n;
  return kind === "date" ? dates.write(Number(cell)) : cell;
}

/** A kind of row that can be fetched by its key and searched for. */
export type Resource<Row> = {
  /** The path below the version. */
  readonly path: string;
  /** The Java class, which shows in messages. */
  readonly entity: string;
  readonly missing: (key: string) => string;
  readonly rows: readonly Row[];
  /** In the order in which they are written; all have a `key`. */
  readonly fields: Readonly<Record<"key", Field<Row>>> & Readonly<Record<string, Field<Row>>>;
  /** Other names of fields in filters. */
  readonly aliases: Readonly<Record<string, string>>;
};

/** The field of that name, of the resource itself and not of what every object has. */
export function fieldOf<Row>({ fields }: Resource<Row>, name: string): Field<Row> | undefined {
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}
