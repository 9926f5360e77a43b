import { randomUUID } from "node:crypto";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { createServer } from "node:http";
import { bodyOf } from "../server.ts";
import type { CallFault } from "./faults.ts";
import type { Fields } from "./fields.ts";
import { respond } from "./response-urls.ts";
import { type ApiCall, remember, type State } from "./state.ts";
import type { Timers } from "./timers.ts";
import type { WebApi } from "./web-api.ts";

interface Answer {
  readonly status: number;
  readonly body: Fields | string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Slack's side of HTTP: the Web API and the response URLs, with the faults that were asked for. */
export function slackServer(state: State, api: WebApi, timers: Timers): Server {
  return createServer((incoming, response) => {
    handled(state, api, timers, incoming, response).catch((error: unknown) => {
      send(response, { status: 500, body: error instanceof Error ? error.message : "internal error" });
    });
  });
}

async function handled(
  state: State,
  api: WebApi,
  timers: Timers,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await bodyOf(incoming);
  if (body === null) return;
  const { pathname, searchParams } = new URL(incoming.url ?? "/", state.url());
  const method = /^\/api\/([\w.]+)$/.exec(pathname)?.[1];
  if (method !== undefined) {
    const asked = api.read({
      method,
      query: searchParams,
      contentType: incoming.headers["content-type"] ?? "",
      authorization: incoming.headers.authorization,
      body,
    });
    const scopes = asked.token === "app" ? "connections:write" : [...state.scopes].join(",");
    const granted = { "x-oauth-scopes": scopes, "x-slack-req-id": randomUUID() };
    const call = { method, args: asked.args, token: asked.token };
    await answered(state, timers, response, call, () => ({ status: 200, body: api.answer(asked), headers: granted }));
  } else if (pathname.startsWith("/response/") && incoming.method === "POST") {
    const call: ApiCall = { method: "response_url", args: { body }, token: "none" };
    await answered(state, timers, response, call, () => respond(state, pathname, body));
  } else {
    send(response, { status: 404, body: "not found" });
  }
}

/** Answers, unless a fault waits for this call; and remembers what became of it. */
async function answered(
  state: State,
  timers: Timers,
  response: ServerResponse,
  call: ApiCall,
  does: () => Answer,
): Promise<void> {
  remember(state.calls, call);
  const note = ({ status, body }: Answer) => {
    const result = typeof body === "string" ? {} : { result: body };
    const at = state.calls.lastIndexOf(call);
    if (at >= 0) state.calls[at] = { ...call, ...result, ...(status === 200 ? {} : { status }) };
  };
  const fault = state.faults.ofCall(call.method);
  if (fault?.kind === "slow") await timers.pause(fault.ms);
  const wrong = fault && answerOf(fault);
  if (fault?.kind === "dropped" && fault.when === "before") return drop(response);
  const answer = wrong ?? does();
  note(answer);
  if (fault?.kind === "dropped") return drop(response);
  send(response, answer);
}

/** The answer that a fault gives in the place of the right one. */
function answerOf(fault: CallFault): Answer | undefined {
  if (fault.kind === "rate-limited") {
    return {
      status: 429,
      body: { ok: false, error: "ratelimited" },
      headers: { "retry-after": String(fault.retryAfter) },
    };
  }
  if (fault.kind === "status") return { status: fault.status, body: "upstream failure" };
  return fault.kind === "error" ? { status: 200, body: { ok: false, error: fault.error } } : undefined;
}

function drop(response: ServerResponse): void {
  response.destroy();
}

function send(response: ServerResponse, { status, body, headers = {} }: Answer): void {
  if (response.destroyed) return;
  const json = typeof body !== "string";
  response.writeHead(status, { "content-type": json ? "application/json; charset=utf-8" : "text/plain", ...headers });
  response.end(json ? JSON.stringify(body) : body);
}
