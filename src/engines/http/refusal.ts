import type { Dispatcher } from "undici";
import { fault } from "../../core/errors.ts";
import { type Asked, header } from "./answer.ts";
import { proxyReason } from "./connection-failure.ts";
import { isRedirect, redirectFault } from "./redirect.ts";
import type { Outcome } from "./retry.ts";

type Answer = Pick<Dispatcher.ResponseData<unknown>, "statusCode" | "headers">;

/** Statuses that say nothing about the question, only that it was not answered. Their bodies are not read. */
export function refusalOf(answer: Answer, requested: string, asked: Asked): Outcome | undefined {
  const { engine } = asked;
  const status = answer.statusCode;
  if (status === 401) return { end: fault("loginRefused", { engine }) };
  if (status === 407) return { end: fault("unreachable", { engine, url: asked.shown, reason: proxyReason(status) }) };
  if (isRedirect(status)) return { end: redirectFault(engine, status, header(answer, "location"), requested) };
  if (status !== 429 && status !== 503) return undefined;
  const retryAfterMs = retryAfter(answer);
  const end = fault("overloaded", { engine, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) });
  return { end, again: { afterMs: retryAfterMs ?? 0 } };
}

/** Seconds or an HTTP date. */
export function retryAfter(answer: Answer): number | undefined {
  const value = header(answer, "retry-after");
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000;
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : Math.max(0, at - Date.now());
}
