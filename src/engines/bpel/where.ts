import { fault } from "../../core/errors.ts";
import type { Pattern } from "../../core/pattern.ts";

/*
 * The language of whereClause and orderByClause (IBM: "Syntax of the API query method"). Clauses are made by these functions
 * alone: columns come from fixed lists, constants from fixed words, and what an asker wrote is only ever a quoted text.
 */

/** A part of a where clause. Nothing but this module makes one. */
export interface Clause {
  readonly clause: string;
}

type CustomText = `CUSTOM_TEXT${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8}`;
type Attribute = `PROCESS_ATTRIBUTE${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9}`;
export type TextColumn =
  | `PROCESS_INSTANCE.${"NAME" | "TEMPLATE_NAME" | CustomText}`
  | "ACTIVITY.TEMPLATE_NAME"
  | `${Attribute}.${"NAME" | "VALUE"}`;
export type IdColumn = `PROCESS_INSTANCE.${"PIID" | "PARENT_PIID" | "TOP_LEVEL_PIID"}` | "ACTIVITY.PIID";
export type TimeColumn = `PROCESS_INSTANCE.${"CREATED" | "COMPLETED"}` | `ACTIVITY.${"ACTIVATED" | "EXPIRES"}`;
/** Columns of numbers, each of which has its own words for them. */
export type CodeColumn = "PROCESS_INSTANCE.STATE" | `ACTIVITY.${"STATE" | "KIND" | "STOP_REASON"}`;

const attributes: readonly Attribute[] = [
  "PROCESS_ATTRIBUTE1",
  "PROCESS_ATTRIBUTE2",
  "PROCESS_ATTRIBUTE3",
  "PROCESS_ATTRIBUTE4",
  "PROCESS_ATTRIBUTE5",
  "PROCESS_ATTRIBUTE6",
  "PROCESS_ATTRIBUTE7",
  "PROCESS_ATTRIBUTE8",
  "PROCESS_ATTRIBUTE9",
];

/** The view of custom properties under its nth name, from 0: each property of a question needs its own. */
export const attributeView = (index: number): Attribute | undefined => attributes[index];

/** Throws `inputInvalid` for half a character, which no address can carry. */
function quoted(text: string): string {
  if (!text.isWellFormed()) throw fault("inputInvalid", { problems: ["a value is not valid Unicode text"] });
  return `'${text.replaceAll("'", "''")}'`;
}

export const textIs = (column: TextColumn, text: string): Clause => ({ clause: `${column}=${quoted(text)}` });
export const textIsNot = (column: TextColumn, text: string): Clause => ({ clause: `${column}<>${quoted(text)}` });
export const textIn = (column: TextColumn, texts: readonly string[]): Clause => {
  const [only = "", ...others] = texts;
  return others.length === 0 ? textIs(column, only) : { clause: `${column} IN (${texts.map(quoted).join(", ")})` };
};

/** Characters that one of the databases below takes for a wildcard, and no escape is documented that would make them plain. */
const wildcard = /[%_[]/;

/** Throws `notSupported` for a pattern of the filter that has wildcards of the database among its plain characters. */
export function textMatches(engine: string, filter: string, column: TextColumn, pattern: Pattern): Clause {
  if ("exact" in pattern) return textIs(column, pattern.exact);
  if (pattern.pieces.some((piece) => wildcard.test(piece))) {
    throw fault("notSupported", {
      what: `${filter} with * beside one of % _ [`,
      engine,
      because: "its LIKE takes these for wildcards too, and has no escape",
      can: ["the whole text without *", "* beside other characters"],
    });
  }
  return { clause: `${column} LIKE ${quoted(pattern.pieces.join("%"))}` };
}

/** Ids of process instances; leading zeros of a group may be left out. */
const piidForm = /^_PI:[0-9a-f]+(?:\.[0-9a-f]+)+$/i;
const longestId = 100;
export const isPiid = (id: string) => id.length <= longestId && piidForm.test(id);

/** Whether two texts are the same id: servers may write it in other letters, and leave out zeros in front. */
export const isSameId = (one: string, other: string) => plainId(one) === plainId(other);
const plainId = (id: string) => id.toLowerCase().replace(/([.:])0+(?=[0-9a-f])/g, "$1");

export function idIs(column: IdColumn, id: string): Clause {
  if (!isPiid(id)) throw fault("internal", { detail: "an id that is none in a where clause" });
  return { clause: `${column}=ID('${id}')` };
}

const word = /^[A-Z_]+$/;

/** The column has one of these values, named by its own constants. */
export function codeIn(column: CodeColumn, words: readonly string[]): Clause {
  if (words.length === 0 || !words.every((one) => word.test(one))) {
    throw fault("internal", { detail: `no constants of ${column}` });
  }
  const constants = words.map((one) => `${column}.${one}`);
  const [only, ...others] = constants;
  return { clause: others.length === 0 ? `${column}=${only}` : `${column} IN (${constants.join(", ")})` };
}

/** A second and its beginning: answers tell whole seconds, and timestamps of a clause have no smaller unit. */
const secondMs = 1_000;
function timestamp(iso: string): string {
  const up = Math.ceil(Date.parse(iso) / secondMs) * secondMs;
  return `TS('${new Date(up).toISOString().slice(0, 19)}')`;
}

/**
 * At or after, or before, a time in UTC. A time within a second is taken up to the next one: that asks for exactly the rows whose
 * told second lies on this side.
 */
export const timeFrom = (column: TimeColumn, iso: string): Clause => ({ clause: `${column}>=${timestamp(iso)}` });
export const timeBefore = (column: TimeColumn, iso: string): Clause => ({ clause: `${column}<${timestamp(iso)}` });

export const all = (...clauses: readonly Clause[]): Clause => ({ clause: clauses.map(nested).join(" AND ") });
export const any = (...clauses: readonly Clause[]): Clause => ({ clause: clauses.map(nested).join(" OR ") });

const nested = ({ clause }: Clause, _index: number, { length }: readonly Clause[]) =>
  length > 1 && / (?:AND|OR) /.test(clause) ? `(${clause})` : clause;

export type OrderColumn = "PROCESS_INSTANCE.CREATED" | "ACTIVITY.ACTIVATED";
export const orderBy = (column: OrderColumn, order: "oldest" | "newest") =>
  `${column} ${order === "newest" ? "DESC" : "ASC"}`;
