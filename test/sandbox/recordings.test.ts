import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Sandbox, type SandboxOptions, startSandbox } from "../../src/sandbox/sandbox.ts";
import { differences, type Recording, recordingsIn, shapeOf } from "./recordings.ts";

/** Recordings that are not compared, or only in part, and why. */
const metrics = "not read by the product";
const notServed: Record<string, string> = {
  "decision-history-empty": "decisions are no part of what the product reads",
  "definition-activity-statistics": "not read by the product",
  "deployment-list": "not read by the product",
  metrics,
  "variable-file-data": "contents of files are never read by the product",
};
const notServedAsUsers = /^metrics-as-/;
/** The commands a server happened to have run are names in its answer. */
const commands = /\.commands\./;

const now = Date.UTC(2026, 10, 22, 15, 20);
const users = {
  admin: { password: "admin", definitionKeys: "all" },
  reader: { password: "reader", definitionKeys: ["invoice-approval"] },
} as const;
const withUsers = { auth: { users }, queryMaxResultsLimit: 100, utcOffset: "+0100" };

const sets: readonly (readonly [folder: string, options: Omit<SandboxOptions, "now">])[] = [
  ["camunda7", { bulk: 300 }],
  ["operaton", { bulk: 300, flavor: "operaton" }],
  ["cibseven", { bulk: 300, flavor: "cibseven" }],
  ["camunda7/auth", withUsers],
  ["operaton/auth", { ...withUsers, flavor: "operaton" }],
  ["cibseven/auth", { ...withUsers, flavor: "cibseven" }],
  ["camunda7/history-none", { historyLevel: "none" }],
  ["camunda7/history-activity", { historyLevel: "activity" }],
  ["camunda7/history-audit", { historyLevel: "audit" }],
];

const passwords: Record<string, string> = {
  admin: "admin:admin",
  reader: "reader:reader",
  wrong: "reader:wrong",
  stranger: "stranger:x",
};

type Ids = Map<string, string>;

async function ask({ url }: Sandbox, { request }: Recording, ids: Ids, asAdmin: boolean) {
  const translate = (text: string) => text.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, (id) => ids.get(id) ?? id);
  const { body, headers, method, path, as } = request;
  const sent = body === undefined ? undefined : translate(typeof body === "string" ? body : JSON.stringify(body));
  const person = passwords[as ?? (asAdmin ? "admin" : "")];
  const response = await fetch(url + translate(path), {
    method,
    headers: {
      accept: "application/json",
      ...(person && { authorization: `Basic ${Buffer.from(person).toString("base64")}` }),
      ...(sent !== undefined && { "content-type": "application/json" }),
      ...headers,
    },
    ...(sent !== undefined && { body: sent }),
  });
  return {
    status: response.status,
    contentType: response.headers.get("content-type"),
    headers: response.headers,
    body: await response.text(),
  };
}

const rows = (text: string): Record<string, unknown>[] => {
  const value: unknown = text.startsWith("[") ? JSON.parse(text) : [];
  return Array.isArray(value) ? value : [];
};

/** Rows that tell the same thing, whatever their ids. */
function likeness(row: Record<string, unknown>, ids: Ids): string {
  const known = (id: unknown) => (typeof id === "string" ? (ids.get(id) ?? id) : id);
  const { processInstanceId, activityId, name, key, version, tenantId, businessKey, creationLog, failureLog } = row;
  return JSON.stringify([
    known(processInstanceId),
    activityId,
    name,
    key,
    version,
    tenantId,
    businessKey,
    creationLog,
    failureLog,
  ]);
}

/** Ids of definitions and activity instances have a name in front: `invoice-approval:1:UUID`. */
const uuidOf = ({ id }: Record<string, unknown>): string => String(id).split(":").at(-1) ?? "";

/** Learns which recorded id stands for which of the sandbox's from lists that both answer, without comparing them. */
async function pairIds(sandbox: Sandbox, recordings: readonly Recording[], ids: Ids, asAdmin: boolean): Promise<void> {
  for (const recording of recordings.filter(({ response }) => response.body.startsWith("["))) {
    const theirs = rows((await ask(sandbox, recording, ids, asAdmin)).body);
    for (const row of rows(recording.response.body)) {
      const twin = theirs.filter((one) => likeness(one, new Map()) === likeness(row, ids));
      if (twin.length === 1 && twin[0]) ids.set(uuidOf(row), uuidOf(twin[0]));
    }
  }
}

describe.each(sets)("what real engines answered: %s", (folder, options) => {
  const found = recordingsIn(folder);
  const asAdmin = options.auth !== undefined;
  const ids: Ids = new Map();
  let text: Sandbox;
  let json: Sandbox;

  beforeAll(async () => {
    text = await startSandbox({ now, ...options, errorMapper: "text" });
    json = await startSandbox({ now, ...options, errorMapper: "json" });
    if (!found) return;
    for (const [name, id] of Object.entries(found.scenarios))
      ids.set(id, text.instances[name] ?? `no scenario ${name}`);
    await pairIds(text, found.recordings, ids, asAdmin);
  });
  afterAll(() => Promise.all([text.close(), json.close()]));

  if (!found)
    it("compares with recordings", (ctx) => ctx.skip("no recordings beside this repository (../shared/recordings)"));

  it.for(found?.recordings ?? [])("$scenario", async (recording, ctx) => {
    const why = notServed[recording.scenario] ?? (notServedAsUsers.test(recording.scenario) ? metrics : undefined);
    if (why) ctx.skip(why);
    const { response } = recording;
    const sandbox = response.contentType === "text/plain" && response.status === 400 ? text : json;
    const answer = await ask(sandbox, recording, ids, asAdmin);
    expect([answer.status, answer.contentType], answer.body.slice(0, 400)).toEqual([
      response.status,
      response.contentType,
    ]);
    for (const name of ["cache-control", "www-authenticate"]) {
      expect(answer.headers.get(name), name).toBe(response.headers?.[name] ?? null);
    }
    if (!response.contentType?.startsWith("application/json") || response.body === "") return;
    const [theirs, ours] = [JSON.parse(response.body), JSON.parse(answer.body)];
    expect(differences(shapeOf(theirs), shapeOf(ours)).filter((one) => !commands.test(one))).toEqual([]);
    if (Array.isArray(theirs))
      expect(ours.length > 0, `${ours.length} rows for ${theirs.length}`).toBe(theirs.length > 0);
  });
});
