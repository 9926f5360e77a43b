import type { Dispatcher } from "undici";
import { LookoutError } from "../../core/errors.ts";
import { type Asked, drop, isJson, readAnswer } from "./answer.ts";
import type { Authenticator, Credentials } from "./auth.ts";
import { connectionFailure } from "./connection-failure.ts";
import type { Connections } from "./connections.ts";
import { abortFault, unlessAborted } from "./deadline.ts";
import { refusalOf, retryAfter } from "./refusal.ts";
import type { Outcome } from "./retry.ts";
import type { Read } from "./settings.ts";

/** One request, ready to be sent as often as needed. */
export interface Message {
  readonly method: Read["method"];
  readonly origin: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

type Answer = Dispatcher.ResponseData<unknown>;

/**
 * One attempt: sends the message and judges the answer. Where the engine no longer accepts credentials that it accepted
 * before (a token revoked, a session ended), it is sent once more with new ones; new ones that it does not accept either
 * are the end. Rejects only by the signal's abort or where no credentials can be had.
 */
export async function exchange(
  message: Message,
  asked: Asked,
  connections: Connections,
  authenticator: Authenticator,
): Promise<Outcome> {
  const once = async (): Promise<{ outcome: Outcome; stale: boolean }> => {
    const credentials = await authenticator.credentials(asked.signal);
    const answer = await send(message, asked, connections, credentials);
    if (!("statusCode" in answer)) return { outcome: answer, stale: false };
    const outcome = await judged(answer, message, asked);
    const { statusCode: status, headers } = answer;
    return { outcome, stale: credentials.refusedBy({ method: message.method, status, headers, end: outcome.end }) };
  };
  const first = await once();
  return (first.stale ? await once() : first).outcome;
}

async function send(
  message: Message,
  asked: Asked,
  connections: Connections,
  credentials: Credentials,
): Promise<Answer | Outcome> {
  const { signal } = asked;
  try {
    const sent = connections.dispatcher.request({
      origin: message.origin,
      path: message.target,
      method: message.method,
      headers: { ...credentials.headers, ...message.headers },
      body: message.body ?? null,
      signal,
      // The deadline is the only clock.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    return await unlessAborted(sent, signal);
  } catch (error) {
    if (signal.aborted) throw abortFault(signal);
    const failure = connectionFailure(error, asked.engine, asked.shown, connections.proxy);
    return failure.passing ? { end: failure.error, again: { afterMs: 0 } } : { end: failure.error };
  }
}

async function judged(answer: Answer, message: Message, asked: Asked): Promise<Outcome> {
  const refusal = refusalOf(answer, message.origin + message.target, asked);
  if (refusal === undefined) return read(answer, asked);
  if (asked.answers401 && answer.statusCode === 401 && isJson(answer)) {
    const said = await read(answer, asked);
    return said.end instanceof LookoutError || said.end.body === undefined ? refusal : said;
  }
  drop(answer);
  return refusal;
}

async function read(answer: Answer, asked: Asked): Promise<Outcome> {
  const end = await readAnswer(answer, asked).catch((error: unknown) => {
    if (asked.signal.aborted || !(error instanceof LookoutError)) throw error;
    return error;
  });
  const { statusCode } = answer;
  return statusCode === 502 || statusCode === 504 ? { end, again: { afterMs: retryAfter(answer) ?? 0 } } : { end };
}
