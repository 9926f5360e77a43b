/** Which part of the found rows is asked for. */
import { isObject, type Json } from "../../../json.ts";
import { invalid, unparsable } from "../problems.ts";
import { textFrom } from "./values.ts";

export type PageRequest = {
  readonly limit: number;
  readonly from: number;
  readonly after: string | null;
  readonly before: string | null;
};

const defaultLimit = 100;

/** Understands `page`; throws what is wrong with it. */
export function pageFrom(value: Json, maxLimit: number): PageRequest {
  if (value === null) return { limit: Math.min(defaultLimit, maxLimit), from: 0, after: null, before: null };
  if (!isObject(value)) throw unparsable("page");
  const { limit = null, from = null, after = null, before = null, ...rest } = value;
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined) throw unparsable(`page.${unknown}`);
  if (after !== null && before !== null) throw invalid("Both after and before cannot be set at the same time.");
  if (from !== null && (after ?? before) !== null) {
    throw invalid("Both after/before and from cannot be set at the same time.");
  }
  return {
    limit: limit === null ? Math.min(defaultLimit, maxLimit) : whole("limit", limit, { least: 1, most: maxLimit }),
    from: from === null ? 0 : whole("from", from, { least: 0, most: 2 ** 31 - 1 }),
    after: after === null ? null : textFrom("page.after", after),
    before: before === null ? null : textFrom("page.before", before),
  };
}

function whole(name: string, value: Json, { least, most }: { readonly least: number; readonly most: number }): number {
  if (typeof value !== "number" || !Number.isInteger(value)) throw unparsable(`page.${name}`);
  if (value < least) throw invalid(`The value for page.${name} is '${value}' but must be at least ${least}.`);
  if (value > most) throw invalid(`The value for page.${name} is '${value}' but must be at most ${most}.`);
  return value;
}
