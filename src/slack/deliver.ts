import { setTimeout as sleep } from "node:timers/promises";
import type { webApi } from "@slack/bolt";
import { LRUCache } from "lru-cache";
import type { Log } from "./log.ts";
import { type Form, forms, type Message } from "./messages/message.ts";
import { isBlocksRefusal, isTooLong, SlackRefusal, slackFaultOf } from "./slack-faults.ts";

/** How an answer is posted with a response_url. */
export interface Posting {
  readonly responseUrl: string;
  /** For the whole channel; else for the person alone. */
  readonly visible?: boolean;
  /** In place of the message that was clicked. */
  readonly replace?: boolean;
  readonly threadTs?: string | undefined;
}

/** A message in whichever form Slack takes. */
export type Make = (form: Form) => Message;

/** The way of answers into Slack. Everything throws what Slack refuses or the network does; `slackFaultOf` reads it. */
export interface Delivery {
  /** Answers where something was asked. */
  post(posting: Posting, make: Make): Promise<void>;
  /** Starts a thread in a channel that the bot is a member of: a line for the channel, the answer below it. */
  thread(channel: string, headline: Message, make: Make): Promise<void>;
}

interface Way {
  readonly fetch: webApi.FetchFunction;
  readonly client: Pick<webApi.WebClient, "chat">;
  readonly log: Log;
}

const postTimeoutMs = 8_000;
/** Longest that a 429 of Slack is waited out for a person. */
const patienceMs = 10_000;
/** Pause before what passes is tried again. */
const momentMs = 500;

/** Slack takes so many posts to one response_url, for half an hour. */
const mostUses = 5;
const usableMs = 30 * 60_000;

/**
 * What engines wrote is text: Slack is to find neither links nor emphasis in it. Addresses of ours need no preview, which
 * Slack would fetch without a click.
 */
const quiet = { unfurl_links: false, unfurl_media: false, parse: "none", mrkdwn: false } as const;

/** One place in Slack where messages go. */
interface Outlet {
  send(message: Message): Promise<void>;
  /** Whether there may be a second try where the outcome of the first is not known: Slack may have the message. */
  readonly twiceIsHarmless: boolean;
  /** How many more times Slack lets something be sent. */
  left(): number;
  /** The form that Slack took here before, as far as that is known. */
  readonly taken: { form: Form };
}

/** Remembers for the workspace when it takes no table blocks, so that each answer is not refused first. */
export function createDelivery({ fetch: send, client, log }: Way): Delivery {
  let takesTables = true;
  const urls = new LRUCache<string, { used: number; form: Form }>({ max: 10_000, ttl: usableMs });

  /** Tries one form after the other until Slack takes one; the last use is for the one that it always takes. */
  async function inForms(make: Make, outlet: Outlet): Promise<void> {
    let isTableRefused = false;
    const { form: before } = outlet.taken;
    const first = before === "table" && !takesTables ? "preformatted" : before;
    for (const form of forms.slice(forms.indexOf(first))) {
      const isLast = form === "plain";
      const mayStill = () => outlet.left() > (isLast ? 0 : 1);
      if (!isLast && !mayStill()) continue;
      const message = make(form);
      try {
        await withPatience(() => outlet.send(message), outlet.twiceIsHarmless, mayStill);
        if (isTableRefused) takesTables = false;
        outlet.taken.form = form;
        return;
      } catch (error) {
        const fault = slackFaultOf(error);
        if (isLast || !isBlocksRefusal(fault)) throw error;
        log.warn({ error: fault.code, form }, "Slack refused the blocks of an answer; a simpler form follows.");
        // An answer that is too long says nothing about what the workspace takes.
        isTableRefused ||= hasTable(message) && !isTooLong(fault);
      }
    }
  }

  const post: Delivery["post"] = ({ responseUrl, visible = false, replace = false, threadTs }, make) => {
    const url = urls.get(responseUrl) ?? { used: 0, form: "table" as const };
    urls.set(responseUrl, url);
    return inForms(make, {
      send: (message) => {
        if (url.used >= mostUses) throw new SlackRefusal(404, "used_url");
        url.used += 1;
        const body = JSON.stringify({
          ...message,
          ...quiet,
          response_type: visible ? "in_channel" : "ephemeral",
          replace_original: replace,
          ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
        });
        return postOnce(send, responseUrl, body);
      },
      // A message that only its reader sees does no harm when it is there twice.
      twiceIsHarmless: !visible || replace,
      left: () => mostUses - url.used,
      taken: url,
    });
  };

  const thread: Delivery["thread"] = async (channel, headline, make) => {
    let head: string | undefined;
    const outlet: Outlet = {
      send: async (message) => {
        const thread = head === undefined ? {} : { thread_ts: head };
        const { ts } = await client.chat.postMessage({ channel, ...thread, ...quiet, ...message });
        head ??= ts;
      },
      twiceIsHarmless: false,
      left: () => Number.POSITIVE_INFINITY,
      taken: { form: "table" },
    };
    await inForms((form) => (form === "plain" ? { text: headline.text } : headline), outlet);
    await inForms(make, outlet);
  };
  return { post, thread };
}

const hasTable = ({ blocks = [] }: Message) => blocks.some(({ type }) => type === "table");

async function postOnce(send: webApi.FetchFunction, url: string, body: string): Promise<void> {
  const headers = { "content-type": "application/json" };
  const signal = AbortSignal.timeout(postTimeoutMs);
  const response = await send(url, { method: "POST", headers, body, redirect: "error", signal });
  const text = await response.text();
  const code = errorIn(text);
  if (response.ok && code === undefined) return;
  const retryAfter = Number(response.headers.get("retry-after"));
  throw new SlackRefusal(response.status, code, retryAfter > 0 ? retryAfter : undefined);
}

/** Slack answers a response_url with JSON, or with a bare word; `ok` is no error. */
function errorIn(text: string): string | undefined {
  try {
    const answer: unknown = JSON.parse(text);
    if (typeof answer === "object" && answer !== null && "error" in answer) return String(answer.error);
    return undefined;
  } catch {
    return /^[a-z_]{3,60}$/.test(text) ? text : undefined;
  }
}

/** Tries a second time after a 429, which stored nothing; after anything of unknown outcome only where twice does no harm. */
async function withPatience<T>(run: () => Promise<T>, twiceIsHarmless: boolean, mayRepeat: () => boolean): Promise<T> {
  try {
    return await run();
  } catch (error) {
    const { retryAfterMs, passing } = slackFaultOf(error);
    if (retryAfterMs === undefined && !(passing && twiceIsHarmless)) throw error;
    const pause = retryAfterMs ?? momentMs;
    if (pause > patienceMs || !mayRepeat()) throw error;
    await sleep(pause);
    return run();
  }
}
