import { webApi } from "@slack/bolt";
import { boltLogger } from "../../src/slack/log.ts";
import { clientOptions, openNetwork } from "../../src/slack/network.ts";

const silent = { info: () => {}, warn: () => {}, error: () => {} };

/** The client as the app makes it, over the real network; whoever opens it closes it. */
export function openClient({ apiUrl, token }: { apiUrl: string; token: string }) {
  const network = openNetwork(apiUrl, {});
  const client = new webApi.WebClient(token, clientOptions(apiUrl, network, boltLogger(silent)));
  return { client, close: () => network.close() };
}

export type Answers = (method: string, args: URLSearchParams) => unknown;

/** The client over a network that answers at once what the test says. */
export function clientAnswering(answers: Answers): webApi.WebClient {
  return clientOver(async (url, { body } = {}) => {
    const method = new URL(url).pathname.replace("/api/", "");
    return Response.json(answers(method, new URLSearchParams(String(body))));
  });
}

/** The client as the app makes it, over a network of the test's own. */
export function clientOver(fetch: webApi.FetchFunction): webApi.WebClient {
  const network = { fetch, close: async () => {} };
  return new webApi.WebClient("xoxb-1", clientOptions("https://slack.test/api/", network, boltLogger(silent)));
}
