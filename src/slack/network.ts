import type { Duplex } from "node:stream";
import type { webApi } from "@slack/bolt";
import { type Dispatcher, EnvHttpProxyAgent, fetch } from "undici";

export interface Proxies {
  readonly httpProxy?: string;
  readonly httpsProxy?: string;
  readonly noProxy?: string;
}

/** The way out to Slack: through the proxies of the environment, or directly. */
export interface Network {
  readonly fetch: webApi.FetchFunction;
  /** What a WebSocket goes through. */
  readonly dispatcher: Dispatcher;
  /** Ends whatever goes through it, WebSockets included, and lets nothing through any more. */
  close(): Promise<void>;
}

const slackApi = "https://slack.com/api/";

/** Where the Web API is, with a slash at its end. */
export const apiUrlOf = (apiUrl = slackApi): string => (apiUrl.endsWith("/") ? apiUrl : `${apiUrl}/`);

/** Opens the way to the given Web API; its response_urls and sockets are taken to have the same scheme. */
export function openNetwork(apiUrl: string, proxies: Proxies): Network {
  const proxy = (new URL(apiUrl).protocol === "https:" ? proxies.httpsProxy : proxies.httpProxy) ?? "";
  // What the agent is not given it takes from the environment; so it is given everything.
  const agent = new EnvHttpProxyAgent({
    httpProxy: proxy,
    httpsProxy: proxy,
    noProxy: proxies.noProxy ?? "",
    allowH2: false,
  });
  const upgraded = new Set<Duplex>();
  const dispatcher = agent.compose(
    upgrades((socket) => {
      upgraded.add(socket);
      socket.once("close", () => upgraded.delete(socket));
    }),
  );
  return {
    fetch: (url, { body, ...init } = {}) => {
      if (typeof body === "object") throw new TypeError("only texts are sent to Slack");
      return fetch(url, { ...init, ...(body === undefined ? {} : { body }), dispatcher: agent });
    },
    dispatcher,
    close: async () => {
      for (const socket of upgraded) socket.destroy();
      await agent.destroy();
    },
  };
}

/** Tells the socket of every connection that becomes a WebSocket: from then on the agent knows nothing of it. */
function upgrades(told: (socket: Duplex) => void): Dispatcher.DispatcherComposeInterceptor {
  return (dispatch) => (options, handler) =>
    dispatch(options, {
      onRequestStart: (controller, context) => handler.onRequestStart?.(controller, context),
      onRequestUpgrade: (controller, status, headers, socket) => {
        told(socket);
        handler.onRequestUpgrade?.(controller, status, headers, socket);
      },
      onResponseStart: (controller, ...answer) => handler.onResponseStart?.(controller, ...answer),
      onResponseData: (controller, chunk) => handler.onResponseData?.(controller, chunk),
      onResponseEnd: (controller, trailers) => handler.onResponseEnd?.(controller, trailers),
      onResponseError: (controller, error) => handler.onResponseError?.(controller, error),
    });
}

/**
 * Options of one client; made anew for each, because the SDK writes into the object it is given. Nothing is sent twice by
 * itself: a message that Slack stored before the connection broke would be there twice. A 429 is told at once, since
 * waiting inside the client holds up every other call.
 */
export function clientOptions(
  apiUrl: string,
  { fetch: send }: Pick<Network, "fetch">,
  logger: webApi.Logger,
): webApi.WebClientOptions {
  return {
    slackApiUrl: apiUrl,
    fetch: send,
    logger,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: 8_000,
    maxRequestConcurrency: 16,
    allowAbsoluteUrls: false,
  };
}
