import type { tools } from "../../../tools/index.ts";
import type { CanAsk } from "../../core/askable.ts";
import type { InstanceRow } from "../../core/model.ts";
import type { OutputOf } from "../../core/tool.ts";
import { totalOf } from "../../core/total.ts";
import { countNext, countWords } from "./counts.ts";
import { filterWords } from "./filters.ts";
import { rowLines } from "./rows.ts";
import { answer, grouped, joined, many, word } from "./words.ts";

type Found = OutputOf<typeof tools.query>;

/** A page of instances, or numbers. */
export function queryText(found: Found, now: Date, canAsk?: CanAsk): string {
  if (found.counts) {
    const { head, body } = countWords(found.counts, found, now);
    return answer([head, ...engineLines(found), windowLine(found), ...body], countNext(found.counts, found, canAsk));
  }
  const rows = found.instances ?? [];
  if (rows.length === 0) return emptyText(found);
  return answer(
    [
      `${caseWords(found)}${totalWords(found, rows)}${orderWords(found, rows.length)}`,
      ...engineLines(found),
      windowLine(found),
      ...cutLines(found),
      ...rowLines(rows, now, found.understood.businessKey),
    ],
    [found.nextCursor ? cursorStep(found.nextCursor) : undefined, getStep(found)],
  );
}

/** A business case is told by its key; the rows then need not repeat it. */
function caseWords({ understood: { businessKey } }: Found): string {
  return businessKey === undefined ? "" : `${word(businessKey)}: `;
}

/** With several engines the id alone may mean two instances, and would be looked for everywhere. */
const getStep = ({ engines }: Found) =>
  engines.length > 1
    ? "get_process_instance with engine and id of one of them"
    : "get_process_instance for one of them";

/** "12 instances" when that is all, "20 instances of 10,000+ in 3 engines, more follow" when not. */
function totalWords({ engines, nextCursor }: Found, rows: readonly InstanceRow[]): string {
  const { total, isLowerBound, isKnown } = totalOf(engines);
  const spread = new Set(rows.map(({ engine }) => engine)).size;
  const of = isKnown && total > rows.length ? ` of ${grouped(total)}${isLowerBound ? "+" : ""}` : "";
  const shown = `${many(rows.length, "instance")}${of}${spread > 1 ? ` in ${spread} engines` : ""}`;
  if (nextCursor !== undefined) return `${shown}, more follow`;
  return of === "" && isLowerBound ? `${shown}, there may be more` : shown;
}

const orders = { newest: "newest first", oldest: "oldest first", longestWaiting: "longest waiting first" } as const;

function orderWords({ understood }: Found, shown: number): string {
  return understood.order && shown > 1 ? `, ${orders[understood.order]}` : "";
}

/**
 * Engines that did not answer, before the rows that lack theirs. What to do about several is told once; what an engine can do
 * instead only where no other has answered.
 */
function engineLines({ engines }: Found): string[] {
  const answered = engines.some(({ status }) => status === "ok");
  const missing = engines.filter(({ status }) => status !== "ok");
  return missing.map(({ engine, status, error }, at) => {
    const follows = missing.slice(at + 1).some((later) => later.error?.next === error?.next);
    const next = follows || (answered && status === "refused") ? undefined : error?.next;
    const why = joined([error?.message, next], " ");
    return `NOT checked: ${why.includes(engine) ? why : joined([word(engine), why], ": ")}`;
  });
}

/** What relative times came to; the other filters are as the asker wrote them. */
function windowLine({ understood }: Found): string | undefined {
  const { waitingSince, startedAfter, startedBefore, endedAfter, endedBefore } = understood;
  const words = filterWords({ waitingSince, startedAfter, startedBefore, endedAfter, endedBefore });
  return words ? `Window: ${words}` : undefined;
}

function cutLines({ stable, truncated }: Found): string[] {
  return [
    ...(truncated?.reason === "size" ? ["Cut at the size limit of one answer: the cursor gives the rest"] : []),
    ...(truncated?.reason === "candidates"
      ? [
          `Only ${truncated.considered === undefined ? "some" : `the first ${grouped(truncated.considered)} candidates`} were considered: narrow the question to be sure`,
        ]
      : []),
    ...(stable === false ? ["Paging in this order may repeat or miss rows"] : []),
  ];
}

const cursorStep = (cursor: string) => `the same arguments with cursor=${cursor} for more`;

function emptyText(found: Found): string {
  const { engines, understood } = found;
  const checked = engines.filter(({ status }) => status === "ok").map(({ engine }) => word(engine));
  const { order: _order, ...filters } = understood;
  const key = caseWords(found);
  const words = filterWords(filters);
  const isKnown = checked.length === engines.length;
  const where = checked.length > 0 ? ` in ${checked.join(", ")}` : "";
  return answer(
    [
      checked.length === 0
        ? "Not known whether an instance matches: no engine could be checked"
        : `${key}${key === "" ? "No" : "no"} instance matches${where}${isKnown ? "" : "; elsewhere it is not known"}`,
      ...engineLines(found),
      `Asked: ${words || "no filter"}`,
      ...cutLines(found),
    ],
    isKnown ? emptySteps(filters) : ["ask again for what was not checked", ...emptySteps(filters)].slice(0, 2),
  );
}

/** What is worth trying, at most two; a filter that is most often wrong comes first. */
function emptySteps(filters: Omit<Found["understood"], "order">): string[] {
  const { businessKey, definitionKey, state, startedAfter, startedBefore, endedAfter, endedBefore } = filters;
  const isTimed = [startedAfter, startedBefore, endedAfter, endedBefore].some((time) => time !== undefined);
  const tries = [
    businessKey !== undefined && !businessKey.includes("*") ? "businessKey with * at either end" : undefined,
    isTimed ? "a wider time window" : undefined,
    state ? "leave out state" : undefined,
    definitionKey ? "mode=count without filters shows the definition keys there are" : undefined,
  ].filter((step) => step !== undefined);
  const [first, second] = tries;
  if (first === undefined) return Object.keys(filters).length > 0 ? ["leave out a filter"] : [];
  return [joined([first, second], "; ")];
}
