/** The fields of what can be searched, as data: what each is of, and which versions show, filter and sort by it. */
import type { Json } from "../../../json.ts";
import { always, type Dialect, type Levels, never } from "../dialect.ts";

export type Kind = "key" | "text" | "integer" | "date" | "flag" | "word" | "json";

/** A list is matched when one of its values is. */
export type Cell = Json;

export type Field<Row> = {
  readonly kind: Kind;
  /** Keys as decimal text, dates in milliseconds, words as they are written. */
  readonly of: (row: Row) => Cell;
  /** Which answers have it. */
  readonly shown: Levels;
  /** Which filters have it, for equality at least. */
  readonly filtered: Levels;
  /** Which filters take operators for it. */
  readonly operators: Levels;
  readonly sorted: Levels;
  /** Of words: what there is, `NEW@10` from a level on. */
  readonly words: readonly string[];
  /** Of words: whether `$notIn` is among the operators. */
  readonly notIn: boolean;
};

export type Fields<Row> = Readonly<Record<string, Field<Row>>>;

/** What is not said is true of all versions. */
export type Traits = Partial<Pick<Field<never>, "shown" | "filtered" | "operators" | "sorted" | "notIn">>;

const everywhere = { shown: always, filtered: always, operators: always, sorted: always, words: [], notIn: false };

type Maker<Value extends Cell> = <Row>(of: (row: Row) => Value, traits?: Traits) => Field<Row>;

export const key: Maker<string | null> = (of, traits) => ({ kind: "key", of, ...everywhere, ...traits });
export const text: Maker<string | null | readonly string[]> = (of, traits) => ({
  kind: "text",
  of,
  ...everywhere,
  ...traits,
});
export const integer: Maker<number | null> = (of, traits) => ({ kind: "integer", of, ...everywhere, ...traits });
export const date: Maker<number | null> = (of, traits) => ({ kind: "date", of, ...everywhere, ...traits });
/** Flags are matched as they are: they take no operators. */
export const flag: Maker<boolean | null> = (of, traits) => ({
  kind: "flag",
  of,
  ...everywhere,
  operators: never,
  ...traits,
});
/** What is only shown. */
export const json: Maker<Cell> = (of, traits) => ({
  kind: "json",
  of,
  ...everywhere,
  filtered: never,
  operators: never,
  sorted: never,
  ...traits,
});
/** One word of a list; the list is one text, separated by blanks. */
export const word = <Row>(of: (row: Row) => string | null, words: string, traits?: Traits): Field<Row> => ({
  kind: "word",
  of,
  ...everywhere,
  words: words.split(" "),
  ...traits,
});

/** The words that this version knows. */
export function wordsOf({ words }: Pick<Field<never>, "words">, { level }: Dialect): readonly string[] {
  return words.flatMap((one) => {
    const [name = one, since = "8"] = one.split("@");
    return level >= Number(since) ? [name] : [];
  });
}

/** The same fields with other traits. */
export const withTraits = <Row>(fields: Fields<Row>, traits: Traits): Fields<Row> =>
  Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, { ...field, ...traits }]));

/** The fields with these names. */
export const only = <Row>(fields: Fields<Row>, ...names: readonly string[]): Fields<Row> =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => names.includes(name)));
