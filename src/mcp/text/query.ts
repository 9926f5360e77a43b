import type { tools } from "../../../tools/index.ts";
import type { OutputOf } from "../../core/tool.ts";
import { totalOf } from "../../core/total.ts";
import { countNext, countWords } from "./counts.ts";
import { filterWords } from "./filters.ts";
import { rowLines } from "./rows.ts";
import { answer, grouped, joined, many, word } from "./words.ts";

type Found = OutputOf<typeof tools.query>;

/** A page of instances, or numbers. */
export function queryText(found: Found, now: Date): string {
  if (found.counts) {
    const { head, body } = countWords(found.counts, found, now);
    return answer([head, ...engineLines(found), windowLine(found), ...body], countNext(found.counts));
  }
  const rows = found.instances ?? [];
  if (rows.length === 0) return emptyText(found);
  return answer(
    [
      `${totalWords(found, rows.length)}${orderWords(found, rows.length)}`,
      ...engineLines(found),
      windowLine(found),
      ...cutLines(found),
      ...rowLines(rows, now),
    ],
    [found.nextCursor ? cursorStep(found.nextCursor) : undefined, "get_process_instance for one of them"],
  );
}

/** "12 instances" when that is all, "20 instances of 10,000+, more follow" when not. */
function totalWords({ engines, nextCursor }: Found, shown: number): string {
  const { total, isLowerBound, isKnown } = totalOf(engines);
  const of = isKnown && total > shown ? ` of ${grouped(total)}${isLowerBound ? "+" : ""}` : "";
  if (nextCursor !== undefined) return `${many(shown, "instance")}${of}, more follow`;
  return `${many(shown, "instance")}${of || (isLowerBound ? ", there may be more" : "")}`;
}

const orders = { newest: "newest first", oldest: "oldest first", longestWaiting: "longest waiting first" } as const;

function orderWords({ understood }: Found, shown: number): string {
  return understood.order && shown > 1 ? `, ${orders[understood.order]}` : "";
}

/** Engines that did not answer, before the rows that lack theirs. */
function engineLines({ engines }: Found): string[] {
  return engines
    .filter(({ status }) => status !== "ok")
    .map(({ engine, error }) => {
      const why = joined([error?.message, error?.next], " ");
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
  const words = filterWords(filters);
  const isKnown = checked.length === engines.length;
  const where = checked.length > 0 ? ` in ${checked.join(", ")}` : "";
  return answer(
    [
      checked.length === 0
        ? "Not known whether an instance matches: no engine could be checked"
        : `No instance matches${where}${isKnown ? "" : "; elsewhere it is not known"}`,
      ...engineLines(found),
      `Asked: ${words || "no filter"}`,
      ...cutLines(found),
    ],
    emptySteps(filters),
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
