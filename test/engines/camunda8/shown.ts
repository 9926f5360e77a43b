import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";
import type { Fact } from "../../contract/world.ts";
import type { RestClient } from "./client.ts";

type Told = Pick<Fact, "state" | "at" | "incident" | "variables">;

const key = z.union([z.string(), z.number()]).transform(String);
const found = <Item extends z.ZodType>(item: Item) => z.object({ items: z.array(item) });
// Rows are there before all of their fields are: a record of one kind may make the row of another.
const instances = found(z.object({ key, state: z.string().optional(), incident: z.boolean().optional() }));
const elements = found(
  z.object({ processInstanceKey: key, flowNodeId: z.string().optional(), state: z.string().optional() }),
);
const incidents = found(z.object({ processInstanceKey: key, state: z.string().optional() }));
const variables = found(z.object({ processInstanceKey: key, name: z.string(), value: z.string() }));

const stateWords: Readonly<Record<Fact["state"], string>> = {
  active: "ACTIVE",
  suspended: "ACTIVE",
  completed: "COMPLETED",
  terminated: "CANCELED",
};

const waitSeconds = 180;
/** Operate imports kinds of records by themselves: what one shows may be ahead of another. */
const quietSeconds = 2;

/** Waits until Operate, which hears of everything some seconds later, shows what was done, and nothing changes any more. */
export async function shown(
  engine: RestClient,
  keys: Readonly<Record<string, string>>,
  facts: Readonly<Record<string, Told>>,
): Promise<void> {
  const expected = Object.entries(facts).flatMap(([label, fact]) => {
    const id = keys[label];
    return id === undefined ? [] : [{ label, id, fact }];
  });
  let missing: string[] = [];
  let before: string | undefined;
  let since = 0;
  for (const end = Date.now() + waitSeconds * 1000; Date.now() < end; await sleep(300)) {
    const answers = await everything(engine);
    missing = differences(answers, expected);
    const now = JSON.stringify(answers);
    if (now !== before) since = Date.now();
    before = now;
    if (missing.length === 0 && Date.now() - since >= quietSeconds * 1000) return;
  }
  const words = missing.length === 0 ? ["it never came to rest"] : missing.slice(0, 10);
  throw new Error(`Operate does not show what was done after ${waitSeconds} s: ${words.join("; ")}`);
}

async function everything(engine: RestClient) {
  const all = (what: string) => engine.post(`/v1/${what}/search`, { size: 1000 });
  return {
    instances: instances.parse(await all("process-instances")).items,
    elements: elements.parse(await all("flownode-instances")).items,
    incidents: incidents.parse(await all("incidents")).items,
    variables: variables.parse(await all("variables")).items,
  };
}
type Everything = Awaited<ReturnType<typeof everything>>;

function differences(all: Everything, expected: readonly { label: string; id: string; fact: Told }[]): string[] {
  return expected.flatMap(({ label, id, fact }) => {
    const ofIt = ({ processInstanceKey }: { processInstanceKey: string }) => processInstanceKey === id;
    const instance = all.instances.find((one) => one.key === id);
    if (!instance) return [`${label} is not there`];
    const at = all.elements.filter((one) => ofIt(one) && one.state === "ACTIVE").map(({ flowNodeId }) => flowNodeId);
    const open = all.incidents.filter((one) => ofIt(one) && one.state !== "RESOLVED").map(({ state }) => state);
    const values = all.variables.filter(ofIt);
    const holds = ([name, value]: [string, unknown]) =>
      values.some((one) => one.name === name && sameJson(one.value, value));
    const pairs = [
      ["is", instance.state, stateWords[fact.state]],
      ["has incident", instance.incident, fact.incident !== undefined],
      ["is at", sorted(at), sorted(fact.at)],
      ["has open", sorted(open), typeof fact.incident?.message === "string" ? "ACTIVE" : ""],
      ["lacks", sorted(Object.entries(fact.variables).flatMap((one) => (holds(one) ? [] : [one[0]]))), ""],
    ] as const;
    return pairs.flatMap(([words, is, should]) => (is === should ? [] : [`${label} ${words} ${is}, not ${should}`]));
  });
}

const sorted = (names: readonly (string | undefined)[]): string => [...new Set(names)].sort().join(" ");

/** Values longer than Operate keeps are cut, and no JSON any more. */
function sameJson(text: string, value: unknown): boolean {
  try {
    return JSON.parse(text) === value;
  } catch {
    return false;
  }
}
