import type { Dispatcher } from "undici";
import { fault, LookoutError } from "../../core/errors.ts";
import { type Asked, drop, header, readAnswer } from "./answer.ts";
import type { Authenticator } from "./auth.ts";
import { connectionFailure, proxyReason } from "./connection-failure.ts";
import type { Connections } from "./connections.ts";
import { abortFault, unlessAborted } from "./deadline.ts";
import { isRedirect, redirectFault } from "./redirect.ts";
import type { Read, Reply } from "./settings.ts";

/** One request, ready to be sent as often as needed. */
export interface Message {
  readonly method: Read["method"];
  readonly origin: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/** How one attempt ended. `again`: another attempt may do better, after the time that the engine asked for. */
export interface Outcome {
  readonly end: Reply | LookoutError;
  readonly again?: { readonly afterMs: number };
}

type Answer = Dispatcher.ResponseData<unknown>;

/** One attempt: sends the message and judges the answer. Rejects only by the signal's abort or for a refused token. */
export async function exchange(
  message: Message,
  asked: Asked,
  connections: Connections,
  authenticator: Authenticator,
): Promise<Outcome> {
  const { signal } = asked;
  const credentials = await authenticator.credentials(signal);
  let answer: Answer;
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
    answer = await unlessAborted(sent, signal);
  } catch (error) {
    if (signal.aborted) throw abortFault(signal);
    const failure = connectionFailure(error, asked.engine, asked.shown, connections.proxy);
    return failure.passing ? { end: failure.error, again: { afterMs: 0 } } : { end: failure.error };
  }
  const refusal = refusalOf(answer, message, asked);
  if (refusal === undefined) return read(answer, asked);
  if (answer.statusCode === 401) credentials.refused();
  drop(answer);
  return refusal;
}

/** Statuses that say nothing about the question, only that it was not answered. Their bodies are not read. */
function refusalOf(answer: Answer, message: Message, asked: Asked): Outcome | undefined {
  const { engine } = asked;
  const status = answer.statusCode;
  if (status === 401) return { end: fault("loginRefused", { engine }) };
  if (status === 407) return { end: fault("unreachable", { engine, url: asked.shown, reason: proxyReason(status) }) };
  if (isRedirect(status)) {
    return { end: redirectFault(engine, status, header(answer, "location"), message.origin + message.target) };
  }
  if (status !== 429 && status !== 503) return undefined;
  const retryAfterMs = retryAfter(answer);
  const end = fault("overloaded", { engine, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) });
  return status === 503 ? { end, again: { afterMs: retryAfterMs ?? 0 } } : { end };
}

async function read(answer: Answer, asked: Asked): Promise<Outcome> {
  const end = await readAnswer(answer, asked).catch((error: unknown) => {
    if (asked.signal.aborted || !(error instanceof LookoutError)) throw error;
    return error;
  });
  const { statusCode } = answer;
  return statusCode === 502 || statusCode === 504 ? { end, again: { afterMs: retryAfter(answer) ?? 0 } } : { end };
}

/** Seconds or an HTTP date. */
function retryAfter(answer: Answer): number | undefined {
  const value = header(answer, "retry-after");
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000;
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : Math.max(0, at - Date.now());
}
