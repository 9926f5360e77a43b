import pLimit from "p-limit";
import type { Caller } from "../core/access.ts";
import { withCorrelation } from "../core/correlation.ts";
import type { Call } from "../core/tool.ts";
import type { Answer } from "./answering.ts";
import type { Asked, Audit } from "./audit.ts";
import type { Delivery } from "./deliver.ts";
import type { Directory } from "./directory.ts";
import { commandOf, parse } from "./grammar/parse.ts";
import type { Log } from "./log.ts";
import { readAction } from "./messages/buttons.ts";
import { headline, sharedBy } from "./messages/visible.ts";
import type { Click, Command, Place } from "./payloads.ts";
import type { Request } from "./request.ts";
import type { SlackSettings } from "./settings.ts";
import { slackFaultOf } from "./slack-faults.ts";
import { createTurn, type Outcome, type Turn } from "./turn.ts";
import { type Who, whoAsks } from "./who.ts";
import type { Work } from "./work.ts";

/** What the app asks its questions of. */
export interface World {
  /** The world of one question of a caller. */
  call(caller: Caller, signal: AbortSignal): Call;
  /** Slack's ids of the user groups that access rules name. */
  readonly groups: readonly string[];
}

export interface ConversationSetting {
  readonly settings: Pick<SlackSettings, "command" | "incidentChannels" | "guests" | "sharedChannels">;
  readonly teamId: string;
  readonly world: World;
  readonly directory: Directory;
  readonly delivery: Delivery;
  readonly work: Work;
  readonly audit: Audit;
  readonly log: Log;
  /** Told Slack's word for it when the bot's token is refused and stays refused. */
  readonly onTokenRefused: (reason: string) => void;
}

/** What the app does with what people type and click. Neither rejects: whoever waits is told, whoever runs the app reads it. */
export interface Conversation {
  command(command: Command): Promise<void>;
  click(click: Click): Promise<void>;
  /** Ends the waiting for engines, of all questions under way and to come. */
  cancel(): void;
}

/**
 * Questions that are put to engines at the same time; the others wait, within their own time. One may take twenty requests,
 * and an engine takes only so many before it is called overloaded: a burst of questions is not to be refused for that.
 */
const questionsAtOnce = 8;

export function createConversation(setting: ConversationSetting): Conversation {
  const cancelled = new AbortController();
  const atOnce = pLimit(questionsAtOnce);
  const turnFor = (command: string, responseUrl: string, threadTs?: string) =>
    createTurn(
      { ...setting, call: setting.world.call, atOnce, command, cancelled: cancelled.signal },
      responseUrl,
      threadTs,
    );
  return {
    command: (command) =>
      withCorrelation(() => {
        const turn = turnFor(command.command, command.responseUrl);
        return admitted(setting, turn, command.place, "command", (who) => typed(setting, turn, who, command));
      }),
    click: (click) =>
      withCorrelation(() => {
        const turn = turnFor(setting.settings.command, click.responseUrl, click.threadTs);
        return admitted(setting, turn, click.place, "button", (who) => clicked(setting, turn, who, click));
      }),
    cancel: () => cancelled.abort(),
  };
}

type Allowed = Extract<Who, { allowed: true }>;

const tooMany = "Five of your questions are being answered already.";

/** Lets in whom the configuration lets in, so many questions of a person at a time; tells everybody else why not. */
async function admitted(
  { directory, teamId, settings, world, work, log, audit, onTokenRefused }: ConversationSetting,
  turn: Turn,
  place: Place,
  via: Asked["via"],
  run: (who: Allowed) => Promise<void>,
): Promise<void> {
  const refuse = async (because: string, text: string, next?: string) => {
    audit({ place, via, refused: because });
    await turn.say(text, next);
  };
  try {
    const who = await whoAsks(place, { ...settings, teamId, groups: world.groups }, directory);
    if (!who.allowed) {
      const { because, text, next, fault } = who.refusal;
      if (fault) log[fault.log]({ error: fault.code, scopes: fault.scopes }, "Somebody could not be checked.");
      if (fault?.permanent) onTokenRefused(fault.code);
      return await refuse(because, text, next);
    }
    const taken = await work.ofPerson(place.userId, () => run(who));
    if (!taken) await refuse("tooMany", tooMany, "Wait for their answers and ask again.");
  } catch (error) {
    log.error({ error: String(error) }, "A question was not answered.");
    await turn.say("The lookout itself failed.", "Ask again; whoever runs it finds the cause in its log.");
  }
}

/** Asks of which a whole channel may want to see the answer. */
const ofInterest: ReadonlySet<Request["ask"]> = new Set(["get", "query", "history", "find"]);

async function typed(setting: ConversationSetting, turn: Turn, who: Allowed, { place, text }: Command): Promise<void> {
  const parsed = parse(text);
  if ("problem" in parsed) {
    const { message, next: instead } = parsed.problem;
    const next = instead && `${setting.settings.command} ${instead}`;
    setting.audit({ place, via: "command", refused: "notUnderstood" });
    await turn.say(message, next);
    return;
  }
  const { request } = parsed;
  const isVisible = setting.settings.incidentChannels.includes(place.channelId) && ofInterest.has(request.ask);
  const outcome = await turn.ask(request, isVisible ? who.channel : who.person);
  const shown = isVisible && worthShowing(outcome.answer) && (await inThread(setting, turn, place, request, outcome));
  setting.audit({ place, via: "command", visible: shown, request, ...outcome });
  if (!shown) await turn.tell(outcome.make("person"));
}

/** Starts a thread with the answer; false when Slack did not let it, of which the person is told. */
async function inThread(
  { delivery, settings, log, onTokenRefused }: ConversationSetting,
  turn: Turn,
  { channelId, userName }: Place,
  request: Request,
  outcome: Outcome,
): Promise<boolean> {
  const make = outcome.make("channel");
  try {
    await delivery.thread(
      channelId,
      headline(make("table"), userName, `${settings.command} ${commandOf(request)}`),
      make,
    );
    return true;
  } catch (error) {
    const { code, told = "Slack did not take it for the channel.", next, log: level, permanent } = slackFaultOf(error);
    if (permanent) onTokenRefused(code);
    log[level]({ error: code, channel: channelId }, "An answer could not be shown to its channel.");
    await turn.say(`Only you see this answer: ${told}`, next);
    return false;
  }
}

async function clicked(setting: ConversationSetting, turn: Turn, who: Allowed, click: Click): Promise<void> {
  const { place } = click;
  const action = readAction(click.actionId, click.value);
  if (action?.does === "nothing") return;
  if (!action) {
    setting.audit({ place, via: "button", refused: "notUnderstood" });
    await turn.say("This button is of another version of the lookout.", `Ask anew with ${setting.settings.command}.`);
    return;
  }
  if (action.does === "share") return share(setting, turn, who, place, action.request);
  // What everybody in a channel sees is refreshed with the rights of the channel, whoever clicks.
  const isForAll = action.how === "replace" && !click.ephemeral;
  const outcome = await turn.ask(action.request, isForAll ? who.channel : who.person);
  const replace = action.how === "replace" && worthShowing(outcome.answer);
  const visible = isForAll && replace;
  setting.audit({ place, via: "button", visible, request: action.request, ...outcome });
  await turn.tell(outcome.make(visible ? "channel" : "person"), { replace, visible });
}

/** Shows the answer to the channel, asked anew with what the channel may see. */
async function share(
  setting: ConversationSetting,
  turn: Turn,
  who: Allowed,
  place: Place,
  request: Request,
): Promise<void> {
  const outcome = await turn.ask(request, who.channel);
  const make = outcome.make("channel");
  const isShown =
    worthShowing(outcome.answer) &&
    (await turn.tell((form) => sharedBy(make(form), place.userName), { visible: true }));
  setting.audit({ place, via: "share", visible: isShown, request, ...outcome });
  if (isShown) return;
  const { message, next } = worthShowing(outcome.answer) ? notConfirmed : notShared(outcome.answer);
  await turn.say(message, next);
}

/** Whether an answer holds something that others may want to see: an error and an empty list are for the asker. */
function worthShowing(answer: Answer): boolean {
  if (answer.kind === "instances")
    return answer.output.counts !== undefined || (answer.output.instances?.length ?? 0) > 0;
  return answer.kind === "instance" || answer.kind === "history";
}

/** A connection that broke says nothing about what Slack stored; twice in a channel is worse than once more by hand. */
const notConfirmed = {
  message: "Slack did not confirm that the channel sees it.",
  next: "Look in the channel before you share it again.",
};

function notShared(answer: Answer): { message: string; next?: string | undefined } {
  if (answer.kind === "failed" && answer.report.kind !== "notFound" && answer.report.kind !== "invalidInput") {
    return { message: `Not shared: ${answer.report.message}`, next: answer.report.next };
  }
  return {
    message: "Not shared: nothing of this answer is for this channel.",
    next: "Whoever runs the lookout decides with access.rules what a channel may see.",
  };
}
