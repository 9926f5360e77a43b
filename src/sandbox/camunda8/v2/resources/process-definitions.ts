/** Process definitions. */
import type { DefinitionRecord } from "../../records.ts";
import { always, never } from "../dialect.ts";
import type { Engine } from "../engine.ts";
import { unparsable } from "../problems.ts";
import { flag, integer, key, text, word } from "../search/fields.ts";
import { specialGroup } from "../search/filter.ts";
import type { Resource } from "../search/search.ts";

const plain = { operators: never } as const;
const plainUnsorted = { ...plain, sorted: never } as const;

/** What `/v2/process-definitions` shows and searches. */
export function processDefinitions({ records }: Engine): Resource<DefinitionRecord> {
  const latest = new Set(latestOf(records.definitions));
  return {
    rows: records.definitions,
    id: (row) => BigInt(row.key),
    groups: [
      specialGroup("isLatestVersion", always, (value, _dialect, path) => {
        if (typeof value !== "boolean") throw unparsable(path);
        return (row) => !value || latest.has(row);
      }),
    ],
    fields: {
      processDefinitionKey: key((row) => row.key, plain),
      processDefinitionId: text(({ processId }) => processId),
      name: text(({ name }) => name),
      version: integer(({ version }) => version, plain),
      versionTag: text(({ versionTag }) => versionTag, plain),
      resourceName: text(({ resourceName }) => resourceName, plain),
      tenantId: text(({ tenantId }) => tenantId, plain),
      hasStartForm: flag(() => false, { sorted: never }),
      state: word(() => "ACTIVE", "ACTIVE DRAINING@10 DELETED", plainUnsorted),
    },
  };
}

/** The newest version for each tenant. */
function latestOf(definitions: readonly DefinitionRecord[]): readonly DefinitionRecord[] {
  const byId = Map.groupBy(definitions, ({ processId, tenantId }) => `${tenantId} ${processId}`);
  return [...byId.values()].flatMap((versions) => versions.toSorted((a, b) => b.version - a.version).slice(0, 1));
}
