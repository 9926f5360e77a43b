import * as z from "zod";
import { until } from "../until.ts";
import type { RestClient } from "./client.ts";

const key = z.union([z.string(), z.number()]).transform(String);
const exported = z.object({ key, value: z.looseObject({ elementInstanceKey: key.optional() }) });
type Exported = z.infer<typeof exported>;
const found = z.object({ hits: z.object({ hits: z.array(z.object({ _source: exported })) }) });

/** What the broker has exported, about a second after it happened: 8.6 has no other place that tells the key of a user task. */
export function recordsIn(storage: RestClient) {
  /** Waits for the oldest record of a type whose value has these fields. */
  function first(type: string, fields: Readonly<Record<string, string>>): Promise<Exported> {
    const search = {
      query: {
        bool: { filter: Object.entries(fields).map(([name, value]) => ({ term: { [`value.${name}`]: value } })) },
      },
      sort: [{ position: { order: "asc", unmapped_type: "long" } }],
      size: 1,
    };
    return until(`a record of type ${type}`, async () => {
      const { status, text } = await storage.raw("POST", `/zeebe-record_${type}_*/_search`, search);
      if (status === 503) return undefined; // the index is just being made
      if (status !== 200) throw new Error(`search for records of type ${type}: ${status} ${text.slice(0, 500)}`);
      return found.parse(storage.parse(text)).hits.hits[0]?._source;
    });
  }

  return { first };
}
