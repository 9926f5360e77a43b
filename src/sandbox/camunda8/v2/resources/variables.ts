/** Variables. */
import type { VariableRecord } from "../../records.ts";
import { never } from "../dialect.ts";
import type { Engine } from "../engine.ts";
import { type Fields, flag, key, text, withTraits } from "../search/fields.ts";
import { relatedGroup } from "../search/filter.ts";
import type { Resource } from "../search/search.ts";
import { rootKey } from "./common.ts";

/** Longer values are stored cut beside the whole ones. Searches show and match the cut ones. */
const longestValue = 8191;

const cut = ({ value }: VariableRecord): string => value.slice(0, longestValue);
const isCut = ({ value }: VariableRecord): boolean => value.length > longestValue;

const stored: Fields<VariableRecord> = { value: text(cut), isTruncated: flag(isCut) };

/** Shown cut or whole; how they are matched does not depend on it. */
export function variables({ records }: Engine, length: "cut" | "whole"): Resource<VariableRecord> {
  const shown =
    length === "cut" ? stored : { value: text<VariableRecord>(({ value }) => value), isTruncated: flag(() => false) };
  return {
    rows: records.variables,
    id: (row) => BigInt(row.key),
    groups: [relatedGroup((row) => [row], stored)],
    fields: {
      variableKey: key((row) => row.key),
      processInstanceKey: key(({ instance }) => instance.key),
      scopeKey: key(({ scopeKey }) => scopeKey),
      rootProcessInstanceKey: rootKey(({ instance }) => instance),
      tenantId: text(({ instance }) => instance.definition.tenantId, { operators: never }),
      name: text(({ name }) => name),
      ...withTraits(shown, { filtered: never }),
    },
  };
}
