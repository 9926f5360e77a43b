/**
 * Answers the adapter from what real engines answered when asked about the same, whether by GET or by POST.
 *
 * The recordings were not made with this adapter, so some of its questions were recorded in another form. `derived` says which,
 * and from which recorded rows their answer follows. What the engine had none of is in `none`; what nobody recorded is in
 * `notRecorded` and answered with a failure, which shows as unknown. Any other request fails the test.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { startFront } from "../contract/front.ts";

export const vendors = ["camunda7", "operaton", "cibseven"] as const;
export type Vendor = (typeof vendors)[number];

const exchange = z.strictObject({
  name: z.string(),
  request: z.string(),
  as: z.string().optional(),
  body: z.unknown().optional(),
  headers: z.record(z.string(), z.string()).optional(),
  status: z.int(),
  contentType: z.string().nullable(),
  answer: z.string(),
});
const recording = z.strictObject({ scenarios: z.record(z.string(), z.string()), exchanges: z.array(exchange) });
type Exchange = z.infer<typeof exchange>;

const home = join(import.meta.dirname, "..", "golden", "camunda7", "recorded");

export function recorded(vendor: Vendor, group: "instances" | "queries" | "traps"): z.infer<typeof recording> {
  return recording.parse(JSON.parse(readFileSync(join(home, vendor, `${group}.json`), "utf8")));
}

const row = z.record(z.string(), z.unknown());
const rowsOf = ({ answer }: Exchange) => z.array(row).parse(JSON.parse(answer));
type Row = z.infer<typeof row>;

/** What is asked, whatever the form: path and filters, without paging and sorting. */
interface Question {
  readonly path: string;
  readonly filters: Readonly<Record<string, string>>;
  readonly sort: string | undefined;
  readonly max: number;
}

const paging = new Set(["firstResult", "maxResults", "sortBy", "sortOrder", "sorting", "deserializeValues"]);
const written = (value: unknown) => (Array.isArray(value) ? value.map(String).sort().join(",") : String(value));

function questionOf(target: string, body: unknown): Question {
  const url = new URL(target, "http://replay");
  const given = Object.fromEntries(url.searchParams);
  const asked = { ...given, ...row.parse(body ?? {}) };
  const filters = Object.entries(asked).filter(([name]) => !paging.has(name));
  const sorting = z.array(z.object({ sortBy: z.string(), sortOrder: z.string() })).safeParse(asked["sorting"])
    .data?.[0];
  return {
    path: url.pathname,
    filters: Object.fromEntries(
      filters.map(([name, value]) => [
        name,
        typeof value === "object" && !Array.isArray(value)
          ? JSON.stringify(value)
          : Array.isArray(value) && typeof value[0] === "object"
            ? JSON.stringify(value)
            : written(value),
      ]),
    ),
    sort: sorting ? `${sorting.sortBy} ${sorting.sortOrder}` : undefined,
    max: Number(given["maxResults"] ?? Number.POSITIVE_INFINITY),
  };
}

const keyOf = ({ path, filters }: Question) =>
  `${path} ${JSON.stringify(Object.entries(filters).sort(([a], [b]) => (a < b ? -1 : 1)))}`;

/** A question recorded in another form: which rows of which recordings answer it. */
type Derivation = (question: Question, tape: Tape) => readonly Row[] | Row | number | undefined;

interface Tape {
  /** Rows of every recorded answer to this path, each id once; undefined where there is no recording. */
  rows(path: string | RegExp): Row[];
  list(path: string, filters: Readonly<Record<string, string>>): Row[] | undefined;
}

const only = (rows: readonly Row[], name: string, value: string | undefined) =>
  rows.filter((one) => one[name] === value);

const derived: readonly (readonly [path: RegExp, filters: string, derivation: Derivation])[] = [
  // One definition by id: its row in the list of all.
  [
    /^\/process-definition\/[^/]+$/,
    "",
    ({ path }, tape) => only(tape.rows("/process-definition"), "id", decodeURIComponent(path.split("/")[2] ?? ""))[0],
  ],
  // Called instances: the families were recorded whole, one by one.
  [
    /^\/history\/process-instance$/,
    "superProcessInstanceId",
    ({ filters }, tape) =>
      only(tape.rows(/^\/history\/process-instance\//), "superProcessInstanceId", filters["superProcessInstanceId"]),
  ],
  [
    /^\/history\/process-instance\/count$/,
    "superProcessInstanceId",
    ({ filters }, tape) =>
      only(tape.rows(/^\/history\/process-instance\//), "superProcessInstanceId", filters["superProcessInstanceId"])
        .length,
  ],
  // The probe whether bodies arrive at all: no instance has this id.
  [/^\/history\/process-instance\/count$/, "processInstanceIds", () => 0],
  // What is unfinished, or calls, among all that was recorded of the instance.
  [
    /^\/history\/activity-instance$/,
    "processInstanceId,unfinished",
    ({ path, filters }, tape) =>
      tape
        .list(path, { processInstanceId: filters["processInstanceId"] ?? "" })
        ?.filter(({ endTime }) => endTime === null),
  ],
  // Failed attempts among all entries of the log.
  [
    /^\/history\/job-log$/,
    "failureLog,processInstanceId",
    ({ path, filters }, tape) =>
      tape
        .list(path, { processInstanceId: filters["processInstanceId"] ?? "" })
        ?.filter((entry) => entry["failureLog"] === true),
  ],
  // The proof that incidents are recorded at all.
  [/^\/history\/incident$/, "", ({ path }, tape) => tape.rows(path)],
  // Stuck ones among some: the recording of all with a failed job.
  [
    /^\/process-instance$/,
    "processInstanceIds,withIncident",
    ({ filters }, tape) =>
      tape
        .list("/process-instance", { incidentType: "failedJob" })
        ?.filter(({ id }) => filters["processInstanceIds"]?.includes(String(id))),
  ],
  // Incidents of one instance: its rows among those of all kinds that were recorded.
  [
    /^\/incident$/,
    "processInstanceId",
    ({ filters }, tape) => only(tape.rows("/incident"), "processInstanceId", filters["processInstanceId"]),
  ],
  [/^\/incident$/, "incidentId", ({ filters }, tape) => only(tape.rows(/^\/incident\//), "id", filters["incidentId"])],
  [
    /^\/history\/incident$/,
    "processInstanceId",
    ({ filters }, tape) => only(tape.rows("/history/incident"), "processInstanceId", filters["processInstanceId"]),
  ],
];

/** Endpoints whose rows the scenarios named do not have, by their models: nobody needed to record that there is nothing. */
const none: Readonly<Record<string, RegExp>> = {
  "/task": /^(?!invoice-suspended$|order-|invoice-restarted$).*|^order-waiting-timer$/,
  "/job": /^(?!invoice-failed-job$|order-waiting-timer$|payment-job-retrying$|onboarding-failed-grandchild$)/,
  "/external-task":
    /^(?:invoice|onboarding)-|^payment-(?:waiting-message|modified|job-retrying)$|^order-(?:card-declined|waiting-timer)$/,
  "/event-subscription": /^(?!payment-waiting-message$|payment-modified$|onboarding-failed$)/,
  "/history/activity-instance": /^invoice-failed-job$/,
  "/history/job-log": /^(?!invoice-failed-job$|payment-job-retrying$|onboarding-failed-grandchild$)/,
  "/history/external-task-log": /^(?!payment-failed-external-task$|payment-incident-resolved$)/,
};

/** What nobody recorded, by path and scenario. The answers say that it is unknown. */
const notRecorded: readonly (readonly [path: RegExp, scenario: RegExp])[] = [
  [/^\/task\/[^/]+\/identity-links$/, /^\?$/],
  [/^\/task$/, /^order-card-declined$/],
  [/^\/external-task$/, /^order-multi-instance$/],
  [/\/activity-instances$/, /^invoice-restarted$/],
  [/^\/event-subscription$/, /^(?:payment-modified|onboarding-failed)$/],
  [
    /^\/history\/activity-instance$/,
    /^(?:invoice-suspended|order-waiting-timer|payment-waiting-message|payment-failed-external-task)$/,
  ],
];

export interface Replay {
  readonly url: string;
  readonly scenarios: Readonly<Record<string, string>>;
  /** Requests that no recording answers. */
  readonly unanswered: string[];
  /** Names of the recordings that took part in an answer. */
  readonly used: ReadonlySet<string>;
  close(): Promise<void>;
}

export async function startReplay(vendor: Vendor, group: "instances" | "queries"): Promise<Replay> {
  const { scenarios, exchanges } = recorded(vendor, group);
  const byId = new Map(Object.entries(scenarios).map(([name, id]) => [id, name]));
  const used = new Set<string>();
  const unanswered: string[] = [];
  const asked = exchanges.map((one) => ({ one, question: questionOf(one.request.replace(/^\S+ /, ""), one.body) }));
  const use = (one: Exchange) => {
    used.add(one.name);
    return one;
  };
  const tape: Tape = {
    rows: (path) => {
      const found = asked.filter(
        ({ one, question }) =>
          one.status === 200 && (typeof path === "string" ? question.path === path : path.test(question.path)),
      );
      const rows = found.flatMap(({ one }) =>
        use(one).answer.startsWith("[") ? rowsOf(one) : [row.parse(JSON.parse(one.answer))],
      );
      return [...new Map(rows.map((one) => [one["id"], one])).values()];
    },
    list: (path, filters) => {
      const found = asked.find(({ question }) => keyOf(question) === keyOf({ path, filters, sort: undefined, max: 0 }));
      return found && rowsOf(use(found.one));
    },
  };

  function answer(question: Question): { status: number; contentType: string; text: string } {
    const json = (value: unknown, status = 200) => ({
      status,
      contentType: "application/json",
      text: JSON.stringify(value),
    });
    const exact = asked.find((one) => keyOf(one.question) === keyOf(question));
    if (exact) {
      const { status, contentType, answer: text } = use(exact.one);
      if (status === 200 && text.startsWith("[")) return json(page(rowsOf(exact.one), question));
      return { status, contentType: contentType ?? "", text };
    }
    // An ended instance has no tree, and the same 404 as its runtime side.
    const [, ofInstance] = /^(\/process-instance\/[^/]+)\/activity-instances$/.exec(question.path) ?? [];
    const runtime = asked.find((one) => one.question.path === ofInstance && one.one.status === 404);
    if (runtime) return { status: 404, contentType: "application/json", text: use(runtime.one).answer };
    const names = Object.keys(question.filters).sort().join(",");
    const [, , derive] = derived.find(([path, filters]) => path.test(question.path) && filters === names) ?? [];
    const found = derive?.(question, tape);
    const id = question.filters["processInstanceId"] ?? question.path.split("/").find((part) => byId.has(part));
    const scenario = byId.get(id ?? "") ?? "?";
    if (typeof found === "number") return json({ count: found });
    if (Array.isArray(found)) return json(page(found, question));
    if (found !== undefined) return json(found);
    if (none[question.path]?.test(scenario)) return json([]);
    const text = `${question.path} ${JSON.stringify(question.filters)} of ${scenario}`;
    if (!notRecorded.some(([path, of]) => path.test(question.path) && of.test(scenario))) unanswered.push(text);
    return json({ type: "NotRecorded", message: text }, 500);
  }

  const front = await startFront("http://127.0.0.1:1/engine-rest", ({ url, body }, _pass, response) => {
    const { status, contentType, text } = answer(
      questionOf(url.slice("/engine-rest".length), body === "" ? undefined : JSON.parse(body)),
    );
    response.writeHead(status, { "content-type": contentType }).end(text);
  });
  return { url: front.url, scenarios, unanswered, used, close: front.close };
}

/** As the engine would have sorted and cut. Recorded times of one engine have one offset, so that text compares. */
function page(rows: readonly Row[], { sort, max }: Question): Row[] {
  const [by, order] = sort?.split(" ") ?? [];
  const sorted = [...rows];
  if (by === "startTime") {
    sorted.sort((a, b) => (String(a["startTime"]) < String(b["startTime"]) ? -1 : 1) * (order === "desc" ? -1 : 1));
  }
  return sorted.slice(0, max);
}
