import { connectTo } from "../../contract/camunda8.ts";
import { startFront } from "../../contract/front.ts";
import { type Asking, asking } from "../../contract/subject.ts";
import type { Camunda8Form } from "../../contract/vocabulary/camunda8.ts";
import { isRow, lossless, type Row, rowsOf } from "../../sandbox/operate-recordings.ts";
import { type Answer, type Credentials, login, restClient } from "./client.ts";

const form: Camunda8Form = { api: "operate", key: "variable" };

/** A request by the resource it is for, with the key of a scenario's instance wherever one is wanted. */
export type Made = (id: (scenario: string) => string) => readonly [method: "GET" | "POST", path: string, body?: string];
export type Question = (ask: Asking, id: (scenario: string) => string) => Promise<unknown>;

/** An Operate that tells the scripted world: the real one, or the sandbox. */
export interface Operate {
  readonly url: string;
  readonly id: (scenario: string) => string;
  say(method: "GET" | "POST", path: string, body?: string): Promise<Answer>;
  rows(resource: string, filter: object): Promise<readonly Row[]>;
}

export async function operateAt(
  url: string,
  credentials: Credentials,
  scenarios: Readonly<Record<string, string>>,
): Promise<Operate> {
  const client = restClient(url, await login(url, credentials));
  return {
    url,
    id: (scenario) => scenarios[scenario] ?? `no scenario ${scenario}`,
    say: client.raw,
    async rows(resource, filter) {
      const { status, text } = await client.raw("POST", `/v1/${resource}/search`, { filter, size: 1000 });
      if (status !== 200) throw new Error(`${resource}: ${status} ${text.slice(0, 500)}`);
      return rowsOf(text);
    },
  };
}

export interface Heard {
  readonly body: string;
  readonly answer: Answer;
}

/** Everything the adapter sent for one question, said again to hear the answers: read → answers. */
export async function conversation(
  { url, id, say }: Operate,
  auth: NonNullable<Parameters<typeof connectTo>[1]>,
  question: Question,
): Promise<Map<string, Heard[]>> {
  const front = await startFront(url);
  const engine = connectTo(form, auth)(front.url);
  await question(asking({ engine, now: () => new Date() }), id).catch(() => {}); // a refusal is an answer as well
  await engine.close();
  await front.close();
  const heard = new Map<string, Heard[]>();
  for (const { method, path, body } of front.requests) {
    if (path === "/api/login" || (method !== "GET" && method !== "POST")) continue;
    const answer = await say(method, path, method === "GET" ? undefined : body);
    const read = `${method} ${path.replace(/\/\d+/g, "/{key}")}`;
    heard.set(read, [...(heard.get(read) ?? []), { body, answer }]);
  }
  return heard;
}

/** What a refusal says, without what is different in each: times, its own id, keys. */
export function refusalOf({ text, contentType }: Answer): unknown {
  if (!contentType?.includes("json")) return "";
  const value = lossless(text.replace(/\d{10,}/g, "0"));
  if (!isRow(value)) return value;
  return Object.entries(value).map(([name, one]) =>
    name === "instance" || name === "timestamp" ? [name, typeof one] : [name, String(one)],
  );
}
