import type { types } from "@slack/bolt";
import type { ErrorReport } from "../../core/describe.ts";
import type { ErrorKind } from "../../core/errors.ts";
import type { EngineReport } from "../../core/model.ts";
import { oneLine } from "../../words/clean.ts";
import { pageSizes } from "../grammar/options.ts";
import type { Request } from "../request.ts";
import { actionsBlock, askButton } from "./buttons.ts";
import { clipped, fitting } from "./clip.ts";
import type { Message, Scene } from "./message.ts";
import { notice, plainText, wordsOf } from "./plain-text.ts";
import { code, line, list, type Paragraph, richText, text } from "./rich-text.ts";
import { sign } from "./signs.ts";
import { namesOf } from "./unchecked.ts";

/** Faults of the moment: the same question may be answered the next time. */
const passing: ReadonlySet<ErrorKind> = new Set(["unreachable", "timedOut", "rateLimited"]);

type Reported = ErrorReport | NonNullable<EngineReport["error"]>;

/** What went wrong in one sentence, and what to do next; with the request, a button that asks again what may pass. */
export function errorMessage(report: Reported, scene: Scene, request?: Request): Message {
  const { kind, message, next } = report;
  const isAskers = kind === "invalidInput" || kind === "unsupported" || kind === "notFound";
  return noticeOf(
    scene,
    [line(sign(isAskers ? "question" : "gap"), text(` ${message}`)), ...nextLine(next)],
    passing.has(kind) && request ? [again(request)] : [],
  );
}

/** What is not answered to whoever asks, and what he can do about it. */
export function refusalMessage(words: string, next: string | undefined, scene: Scene): Message {
  return noticeOf(scene, [line(sign("gap"), text(` ${words}`)), ...nextLine(next)]);
}

/** Nothing has this id or business key: where that is known, where it is not, and where only the id was looked up. */
export function noneMessage(found: { key: string; engines: readonly EngineReport[] }, scene: Scene): Message {
  const { key, engines } = found;
  const named = (status: EngineReport["status"]) => engines.filter((report) => report.status === status);
  const [answered, failed, refused] = [named("ok"), named("failed"), named("refused")];
  const isKnown = answered.length > 0;
  const known = text(isKnown ? " No instance with id or business key " : " Not known whether there is an instance ");
  const gap = [text(isKnown ? "; " : ": "), text(`${namesOf(failed)} NOT checked`, bold)];
  return noticeOf(
    scene,
    [
      line(
        sign("question"),
        known,
        code(key),
        text(isKnown ? ` in ${namesOf(answered)}` : ""),
        failed.length > 0 ? gap : undefined,
        text("."),
      ),
      ...failed.slice(0, mostReasons).map(({ error }) => line(sign("gap"), text(` ${error?.message ?? ""}`))),
      ...refused
        .slice(0, mostReasons)
        .map(({ engine, error }) => line(text(`Looked up by id only in ${oneLine(engine)}: ${error?.message ?? ""}`))),
      ...nextLine(failed[0]?.error?.next ?? (isKnown ? undefined : refused[0]?.error?.next)),
    ],
    failed.length > 0 ? [againFor(found)] : isKnown ? [likeIt(found)] : [],
  );
}

/** The engines that the reader may ask; nobody is asked whether they answer. */
export function enginesMessage(engines: readonly { id: string; kind: string; url?: string }[], scene: Scene): Message {
  if (engines.length === 0) {
    return refusalMessage("No engine is open to you in this channel.", askOperator, scene);
  }
  const items = engines
    .slice(0, mostEngines)
    .map(({ id, kind, url }) => line(code(id), text(` ${kind}`), text(url === undefined ? "" : `, ${url}`)));
  const rest = engines.length - items.length;
  return noticeOf(
    scene,
    [
      line(text(`${engines.length} ${engines.length === 1 ? "engine" : "engines"} can be asked here`, bold)),
      list(items),
      ...(rest > 0 ? [line(text(`and ${rest} more`))] : []),
    ],
    [askButton("What is stuck", "anew", { ask: "query", input: { hasIncident: true, mode: "count" } })],
  );
}

/** What a person reads who waits longer than a moment. */
export function waitingMessage(engines: readonly string[], scene: Scene): Message {
  const names = namesOf(engines.map((engine) => ({ engine, status: "ok" })));
  return noticeOf(scene, [line(sign("waiting"), text(` Still asking ${names} …`))]);
}

const mostEngines = 30;
const mostReasons = 5;
const bold = { bold: true };
const askOperator = "Whoever runs the lookout can open engines to you, your user groups or this channel.";

const nextLine = (next: string | undefined): Paragraph[] =>
  next === undefined ? [] : [line(text("Next: ", bold), text(next))];

const again = (request: Request) => askButton("Try again", "replace", request);

function againFor({ key, engines }: { key: string; engines: readonly EngineReport[] }) {
  const [only, ...others] = engines;
  const engine = only && others.length === 0 ? { engine: only.engine } : {};
  return again({ ask: "find", input: { key, ...engine } });
}

function likeIt({ key, engines }: { key: string; engines: readonly EngineReport[] }) {
  if (key.includes("*") || /^https?:\/\//i.test(key)) return undefined;
  const [only, ...others] = engines;
  const engine = only && others.length === 0 ? { engine: only.engine } : {};
  const input = { businessKey: `${key}*`, limit: pageSizes.list, ...engine };
  return askButton("Keys that begin like it", "anew", { ask: "query", input });
}

/** The first line is the answer in every form. */
function noticeOf(
  scene: Scene,
  lines: readonly Paragraph[],
  buttons: readonly (types.Button | undefined)[] = [],
): Message {
  const [answer] = lines;
  const blocks = fitting((width) => {
    const paragraphs = richText(clipped(lines, width));
    return { blocks: [paragraphs, actionsBlock(buttons)].filter((block) => block !== undefined), isCut: false };
  });
  if (scene.form === "plain" || answer?.type !== "rich_text_section") return { text: plainText(blocks) };
  return { text: notice(wordsOf(answer)), blocks };
}
