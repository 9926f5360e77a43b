import { z } from "zod";
import { parseJson } from "../src/engines/http/json.ts";

const rows = 1_000;
const runs = 101;
const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** A page of Operate's instances as text; the first key of a partition is its number times 2^51, and a bit more. */
function answer(partition: number, written: (key: bigint) => string): string {
  const items = Array.from({ length: rows }, (_, index) => {
    const key = (BigInt(partition) << 51n) + BigInt(index);
    return (
      `{"key":${written(key)},"processVersion":3,"processVersionTag":"5.0","bpmnProcessId":"payment-collection",` +
      `"parentKey":${written(key + 100_000n)},"startDate":"2026-11-22T15:14:58.${String(index).padStart(3, "0")}+0000",` +
      `"state":"ACTIVE","incident":false,"processDefinitionKey":${written((BigInt(partition) << 51n) + 7n)},"tenantId":"<default>"}`
    );
  });
  return `{"items":[${items.join(",")}],"total":${rows}}`;
}

const bare = String;
const quoted = (key: bigint) => `"${key}"`;

/** Time of reading one answer without loss, beside JSON.parse, and how many keys each gets wrong. Fails when a key is lost. */
export async function measureJson(): Promise<string[]> {
  const answers = {
    "numbers beyond 2^53 (partition 5)": answer(5, bare),
    "numbers below 2^53 (partition 1)": answer(1, bare),
    "text (v2)": answer(5, quoted),
  };
  return Object.entries(answers).map(([name, text]) => {
    if (lostBy(parseJson, text) > 0) throw new Error(`digits were lost: keys as ${name}`);
    const [own, plain]: [number[], number[]] = [[], []];
    for (let run = 0; run < runs; run += 1) {
      own.push(timed(() => parseJson(text)));
      plain.push(timed(() => JSON.parse(text)));
    }
    const [a, b] = [median(own), median(plain)];
    const times = `lossless ${a.toFixed(2)} ms   JSON.parse ${b.toFixed(2)} ms, loses ${lostBy(JSON.parse, text)} of ${3 * rows} keys`;
    return `${name.padEnd(36)} ${(text.length / 1_000).toFixed(0)} kB   ${times}   ratio ${(a / b).toFixed(1)}`;
  });
}

const page = z.object({ items: z.array(z.record(z.string(), z.unknown())) });

/** Keys whose digits do not come out of a parser as they went in. */
function lostBy(parse: (text: string) => unknown, text: string): number {
  const sent = [...text.matchAll(/"\w*[kK]ey":"?(\d+)/g)].map(([, digits]) => digits);
  const read = page
    .parse(parse(text))
    .items.flatMap(({ key, parentKey, processDefinitionKey }) => [key, parentKey, processDefinitionKey]);
  return sent.filter((digits, index) => digits !== String(read[index])).length;
}

function timed(run: () => unknown): number {
  const start = performance.now();
  run();
  return performance.now() - start;
}
