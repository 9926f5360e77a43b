import { setTimeout as sleep } from "node:timers/promises";
import type { Caller } from "../core/access.ts";
import { type Call, visibleEngines } from "../core/tool.ts";
import { type Answer, answerTimeoutMs, answerTo, askableOf, forSlack } from "./answering.ts";
import type { Delivery, Make, Posting } from "./deliver.ts";
import type { Log } from "./log.ts";
import type { Scene } from "./messages/message.ts";
import { messageOf } from "./messages/message-of.ts";
import { refusalMessage, waitingMessage } from "./messages/notice.ts";
import type { Request } from "./request.ts";
import { slackFaultOf } from "./slack-faults.ts";

/** A person who hears nothing for so long is told that it takes longer, in ms. */
const placeholderMs = 1_000;

/** What came of a request, and how it is put into words for a person or for a channel. */
export interface Outcome {
  readonly answer: Answer;
  readonly call: Call;
  make(audience: Scene["audience"]): Make;
}

interface TurnSetting {
  readonly delivery: Delivery;
  readonly log: Log;
  readonly call: (caller: Caller, signal: AbortSignal) => Call;
  /** Runs a question when it is its turn among those of all people. */
  readonly atOnce: <T>(run: () => Promise<T>) => Promise<T>;
  /** The slash command as readers type it. */
  readonly command: string;
  readonly cancelled: AbortSignal;
}

/** One thing that a person asked or clicked: the way to an answer and back to him. */
export interface Turn {
  /** Tells the person alone, unless the posting says otherwise. Never throws: what Slack refuses is logged, and false. */
  tell(make: Make, posting?: Omit<Posting, "responseUrl">): Promise<boolean>;
  /** Asks with the rights of the caller; after a second the person is told that it takes longer. Never throws. */
  ask(request: Request, caller: Caller): Promise<Outcome>;
  /** Tells the person why there is no answer, and what he can do. Never throws. */
  say(words: string, next?: string): Promise<boolean>;
}

export function createTurn(setting: TurnSetting, responseUrl: string, threadTs?: string): Turn {
  const { delivery, log, command } = setting;
  const scene = { command, now: new Date(), audience: "person", showsVariables: false } as const;
  const tell: Turn["tell"] = async (make, posting = {}) => {
    try {
      await delivery.post({ responseUrl, threadTs, ...posting }, make);
      return true;
    } catch (error) {
      const { code, log: level } = slackFaultOf(error);
      log[level]({ error: code }, "Slack did not take an answer.");
      return false;
    }
  };
  const ask: Turn["ask"] = async (request, caller) => {
    const deadline = new AbortController();
    const late = setTimeout(() => deadline.abort(new DOMException("too late", "TimeoutError")), answerTimeoutMs);
    try {
      const call = forSlack(setting.call(caller, AbortSignal.any([setting.cancelled, deadline.signal])));
      const answering = setting.atOnce(() => answerTo(request, call));
      if (await takesLong(answering)) {
        const engines = visibleEngines(call).map(({ id }) => id);
        await tell((form) => waitingMessage(engines, { ...scene, form }));
      }
      const answer = await answering;
      const canAsk = await askableOf(answer, call);
      const known = {
        ...scene,
        now: call.now,
        ...(canAsk ? { canAsk } : {}),
        showsVariables: showsVariables(answer, call),
      };
      return { answer, call, make: (audience) => (form) => messageOf(answer, { ...known, audience, form }) };
    } finally {
      clearTimeout(late);
    }
  };
  const say: Turn["say"] = (words, next) => tell((form) => refusalMessage(words, next, { ...scene, form }));
  return { tell, ask, say };
}

/** Whether something takes longer than a person waits in silence. */
async function takesLong(work: Promise<unknown>): Promise<boolean> {
  const early = new AbortController();
  const silence = sleep(placeholderMs, true, { signal: early.signal }).catch(() => false);
  const isSlow = await Promise.race([work.then(() => false), silence]);
  early.abort();
  await silence;
  return isSlow;
}

function showsVariables(answer: Answer, { access, caller }: Call): boolean {
  if (answer.kind !== "instance") return false;
  const view = access(caller, answer.output.instance.engine);
  return view !== undefined && view.showVariables.length > 0;
}
