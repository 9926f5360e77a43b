import { type Capabilities, includes } from "../../src/core/engine.ts";
import { filters, orders } from "../../src/core/filters.ts";
import { eventKinds, instanceStates } from "../../src/core/model.ts";
import { operateFilters, operateLacks } from "../../src/engines/camunda8/operate/filters.ts";
import { reads } from "../../src/engines/camunda8/reads.ts";
import { v2Filters, v2Lacks } from "../../src/engines/camunda8/v2/filters.ts";
import { asked, type Form, forms } from "./camunda8-forms.ts";
import { uses } from "./camunda8-reads.ts";
import { answerTold, eventsTold, incidentTold, instanceTold, type Told, waitsTold } from "./camunda8-told.ts";
import { code, table } from "./generated.ts";

const entriesOf = <T extends object>(value: T) => Object.entries(value);
const shown = (name: string) => (name === "waitingSince" ? "waitingLongerThan" : name);

interface Row {
  readonly rest: string;
  readonly note?: string;
}

/** Names of fields as code; what is more than names as it is. */
const fields = (rest: string) => (rest.includes(":") ? code(rest) : rest.split(", ").map(code).join(", "));

/** Every neutral filter: how it is asked, or why it is refused. */
function filterTable(path: string, rows: Readonly<Record<string, Row>>, refused: Readonly<Record<string, string>>) {
  return table(
    ["filter", `asked of \`POST ${path}\` as`, "note"],
    Object.keys(filters.shape).map((name) => {
      const row = rows[name];
      return row
        ? [code(shown(name)), fields(row.rest), row.note ?? ""]
        : [code(shown(name)), "**refused**", refused[name] ?? "?"];
    }),
  );
}

function readTable(version: "/v1/" | "/v2/"): string {
  const known = entriesOf(reads).filter(([, { path }]) => path.startsWith(version));
  return table(
    ["request", "for", "permission"],
    known.map(([name, { method, path }]) => {
      const [, use] = entriesOf(uses).find(([of]) => of === name) ?? [];
      return [code(`${method} ${path}`), use?.tools ?? "?", use?.permission ?? "?"];
    }),
  );
}

const cell = (text: string, since?: number) =>
  text === ""
    ? "–"
    : since === undefined
      ? text
      : text === "yes"
        ? `8.${since} and later`
        : `${text} (8.${since} and later)`;

const toldRows = (told: Readonly<Record<string, Told>>, shownAs: (name: string) => string = code) =>
  entriesOf(told).map(([name, { v2, operate, since }]) => [shownAs(name), cell(v2, since), cell(operate)]);

async function capabilityTable(): Promise<string> {
  const columns = Object.values(forms);
  const can = await Promise.all(columns.map(async (form) => (await asked(form)).capabilities));
  const row = (name: string, told: (one: Capabilities) => boolean) => [
    code(name),
    ...can.map((one) => (told(one) ? "yes" : "–")),
  ];
  return table(
    ["", ...columns.map(({ name }) => name)],
    [
      ...instanceStates
        .filter((state) => state !== "unknown")
        .map((state) => row(`state: ${state}`, ({ states }) => states.includes(state))),
      ...orders.map((order) => row(`order: ${order}`, (one) => one.orders.includes(order))),
      ...eventKinds.map((kind) => row(`kinds: ${kind}`, (one) => one.eventKinds.includes(kind))),
      ...includes.map((part) => row(`include: ${part}`, (one) => one.includes.includes(part))),
    ],
  );
}

interface Case extends Form {
  readonly server: { readonly api: "v2"; readonly level: number } | { readonly api: "operate" };
  readonly becomes: string;
}

const v8 = { api: "v2", level: 8 } as const;
const operate = { api: "operate" } as const;

/** How a cluster is told by its answers. */
export const cases = {
  released: { ...forms.v8, server: v8, becomes: "v2 as that version speaks it" },
  operate: { ...forms.operate, server: operate, becomes: "Operate v1" },
  described: { ...forms.described, server: v8, becomes: "v2 as described in December 2024" },
  silent: { version: null, unknownInstance: "api", server: v8, becomes: "v2 as 8.8 speaks it" },
  alone: { version: undefined, unknownInstance: "webServer", server: operate, becomes: "Operate v1" },
} as const satisfies Record<string, Case>;

async function caseRow(one: Case): Promise<string[]> {
  const { server, paths } = await asked(one);
  const version =
    server.version === null
      ? "no version, or answers 404"
      : server.api === "v2" && paths.length === 1
        ? "8.8 or later"
        : "below 8.8";
  const instance = one.unknownInstance === "api" ? "200, or 404 with the title NOT_FOUND" : "404 of the web server";
  return [version, paths.length === 1 ? "is not asked" : instance, one.becomes];
}

export const camunda8Sections = async () => ({
  chosen: table(
    ["`GET /v2/topology` tells", "`GET /v2/process-instances/1` answers", "asked by"],
    await Promise.all(Object.values(cases).map(caseRow)),
  ),
  capabilities: await capabilityTable(),
  "reads-v2": readTable("/v2/"),
  "reads-operate": readTable("/v1/"),
  "filters-v2": filterTable("/v2/process-instances/search", v2Filters, v2Lacks),
  "filters-operate": filterTable("/v1/process-instances/search", operateFilters, operateLacks),
  get: table(
    ["`get`", "v2", "Operate v1"],
    [
      ...toldRows(instanceTold, (name) => code(`instance.${name}`)),
      ...toldRows(answerTold),
      ...toldRows(incidentTold, (name) => code(`incidents[].${name}`)),
    ],
  ),
  waits: table(["waits for", "v2", "Operate v1"], toldRows(waitsTold)),
  history: table(
    ["kind", "v2", "Operate v1", "what it tells, and what not"],
    entriesOf(eventsTold).map(([name, { v2, operate, since, note }]) => [
      code(name),
      cell(v2, since),
      cell(operate),
      note,
    ]),
  ),
});
