/**
 * Answers the adapter from what a real Operate 8.6.0 answered.
 *
 * A list is answered where it was recorded, or where it is part of a list that was recorded whole: then the rows of that list are
 * filtered, sorted and cut as Operate does it. `told` says what follows from several recordings, and `isNotRecorded` what nobody
 * asked: that is answered with a failure, which shows as unknown. Any other request fails the test.
 */
import { isRow, lossless, operateRecordings, type Recording, rowsOf } from "../sandbox/operate-recordings.ts";
import { operatePage } from "./operate-tables.ts";
import type { Asked, Reply, Row, Serving } from "./stub.ts";

interface List {
  readonly name: string;
  readonly resource: string;
  readonly filter: Row;
  readonly rows: readonly Row[];
}

export interface Tape {
  readonly recordings: readonly Recording[];
  /** Lists of which every row was recorded, those with most filters first. */
  readonly whole: readonly List[];
  /** All that was recorded of a resource, each key once. */
  rows(resource: string): readonly Row[];
}

/** Recorded at other times, or in another form of dates. */
const apart = /^lag-|rfc3339|csrf-on/;
const resourceOf = (path: string) => path.split("/")[2] ?? "";

/** The recordings, where they are at hand. */
export function loadTape(): Tape | undefined {
  const all = operateRecordings();
  if (!all) return undefined;
  const recordings = all.filter(({ name }) => !apart.test(name));
  const rows = new Map<string, Map<string, Row>>();
  for (const { request, response } of recordings) {
    const known = rows.get(resourceOf(request.path)) ?? new Map<string, Row>();
    for (const row of rowsOf(response.body)) known.set(String(row["key"]), row);
    rows.set(resourceOf(request.path), known);
  }
  const whole = [...recordings.flatMap(wholeList), walkedList(recordings)];
  whole.sort((a, b) => Object.keys(b.filter).length - Object.keys(a.filter).length);
  return { recordings, whole, rows: (resource) => [...(rows.get(resource)?.values() ?? [])] };
}

function bodyOf({ request }: Recording): Row {
  const body = request.body?.startsWith("{") ? lossless(request.body) : {};
  return isRow(body) ? body : {};
}

function wholeList(recording: Recording): List[] {
  const { name, request, response } = recording;
  const answer = response.status === 200 && request.path.endsWith("/search") ? lossless(response.body) : undefined;
  if (!isRow(answer)) return [];
  const { filter, searchAfter } = bodyOf(recording);
  const rows = rowsOf(response.body);
  if (searchAfter !== undefined || BigInt(rows.length) !== answer["total"]) return [];
  return [{ name, resource: resourceOf(request.path), filter: isRow(filter) ? filter : {}, rows }];
}

/** The walk through all pages of one definition is a list as well. */
function walkedList(recordings: readonly Recording[]): List {
  const pages = recordings.filter(({ name }) => /^process-instances-search-page-\d$/.test(name));
  const rows = pages.flatMap(({ response }) => rowsOf(response.body));
  return { name: "the walk", resource: "process-instances", filter: { bpmnProcessId: "order-process" }, rows };
}

type Rule = (filter: Row, tape: Tape) => readonly Row[] | undefined;
const having = (tape: Tape, resource: string, name: string, value: unknown) =>
  tape.rows(resource).filter((row) => String(row[name]) === String(value));

/** By resource and the names of the filters. */
const told: Readonly<Record<string, Rule>> = {
  "process-instances key": ({ key }, tape) => having(tape, "process-instances", "key", key),
  // Three models call others, one instance each; their families are in the lists of ACTIVE and of CANCELED.
  "process-instances parentKey": ({ parentKey }, tape) => having(tape, "process-instances", "parentKey", parentKey),
  "process-instances incident,parentKey": ({ parentKey }, tape) =>
    having(tape, "process-instances", "parentKey", parentKey),
  // The elements of seven of the twelve stuck instances were recorded, so the other incidents have no element.
  "flownode-instances incident": (_filter, tape) => having(tape, "flownode-instances", "incident", true),
  "flownode-instances incident,processInstanceKey": ({ processInstanceKey }, tape) =>
    having(tape, "flownode-instances", "processInstanceKey", processInstanceKey),
};

/** Nobody asked for the elements of most instances. */
const isNotRecorded = (resource: string, { processInstanceKey }: Row, tape: Tape) =>
  resource === "flownode-instances" && having(tape, resource, "processInstanceKey", processInstanceKey).length === 0;

export interface Replay {
  readonly serving: Serving;
  /** Requests that no recording answers. */
  readonly unanswered: string[];
  /** Names of the recordings that took part in an answer. */
  readonly used: ReadonlySet<string>;
}

export function replayOf(tape: Tape): Replay {
  const unanswered: string[] = [];
  const used = new Set<string>();
  const failure = (asked: Asked): Reply => {
    unanswered.push(`${asked.method} ${asked.path} ${JSON.stringify(asked.body)}`);
    return { status: 500, json: { status: 500, message: "not recorded", type: "API application error" } };
  };
  const verbatim = (name: string, path?: string): Reply | undefined => {
    const found = tape.recordings.find((one) => one.name === name && (path === undefined || one.request.path === path));
    if (!found) return undefined;
    used.add(found.name);
    return { status: found.response.status, json: lossless(found.response.body) };
  };

  function byKey(asked: Asked): Reply {
    const { path } = asked;
    const [key = "", resource = ""] = [path.split("/")[3], resourceOf(path)];
    const direct = tape.recordings.find(
      ({ request, response }) =>
        request.method === "GET" && request.path === path && (response.status === 200 || response.status === 404),
    );
    if (direct) return verbatim(direct.name, path) ?? failure(asked);
    const row = tape.rows(resource).find((one) => String(one["key"]) === key);
    return row ? { json: row } : failure(asked);
  }

  function search(asked: Asked): Reply {
    const { filter = {} } = asked.body;
    const wanted = isRow(filter) ? filter : {};
    const resource = resourceOf(asked.path);
    const list = tape.whole.find(
      (one) =>
        one.resource === resource &&
        Object.entries(one.filter).every(([name, value]) => String(wanted[name]) === String(value)),
    );
    if (list) used.add(list.name);
    const names = Object.keys(wanted).sort().join(",");
    const rows = list?.rows ?? told[`${resource} ${names}`]?.(wanted, tape);
    if (rows) return operatePage(rows, asked.body);
    return isNotRecorded(resource, wanted, tape) ? { status: 500, json: { status: 500 } } : failure(asked);
  }

  return {
    unanswered,
    used,
    serving: (asked) => {
      // Its twin at /v1 was recorded with this server.
      if (asked.path === "/v2/topology") return verbatim("topology") ?? failure(asked);
      if (asked.path === "/v2/process-instances/1") return verbatim("process-instance-get-missing") ?? failure(asked);
      return asked.method === "GET" ? byKey(asked) : search(asked);
    },
  };
}
