import { appRequests, type Sent } from "./app-requests.ts";
import type { Acknowledgement, Connection, Envelope, Retry, Timings } from "./envelope.ts";
import type { DeliveryFault } from "./faults.ts";
import { isFields, parsed } from "./fields.ts";
import { signature } from "./signatures.ts";
import type { State } from "./state.ts";
import type { Timers } from "./timers.ts";

/** The request URL of an app, as Slack posts to it. */
export interface HttpMode extends Connection {
  /** Whether the app answers the challenge of `url_verification`. */
  verifiesUrl(): Promise<boolean>;
  /** The status that the app answers to `ssl_check`, a request without a signature; undefined for none. */
  checksTls(): Promise<number | undefined>;
}

const form = "application/x-www-form-urlencoded";

export function httpMode(state: State, timers: Timers, timings: Timings, address: string): HttpMode {
  const app = appRequests(address, timers, timings.acknowledgeMs);
  const deliver = async (envelope: Envelope, retry?: Retry): Promise<Acknowledgement> => {
    const fault = state.faults.ofDelivery();
    const { body, type } = written(envelope);
    const headers = { "content-type": type, ...signed(state, body, fault), ...retryHeaders(retry) };
    const first = told(await app.post(body, headers));
    if (fault?.kind !== "twice") return first;
    return { ...first, replay: told(await app.post(body, headers)) };
  };
  return {
    deliver,
    verifiesUrl: async () => {
      const challenge = "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P";
      const body = JSON.stringify({ token: "verification", challenge, type: "url_verification" });
      const sent = await app.post(body, { "content-type": "application/json", ...signed(state, body) });
      const said = parsed(sent.body ?? "");
      return sent.status === 200 && (sent.body === challenge || (isFields(said) && said["challenge"] === challenge));
    },
    checksTls: async () => (await app.post("ssl_check=1&token=verification", { "content-type": form })).status,
    close: async () => app.close(),
  };
}

function signed({ now, tokens }: State, body: string, fault?: DeliveryFault): Readonly<Record<string, string>> {
  const seconds = Math.floor(now() / 1000) + (fault?.kind === "shifted" ? fault.seconds : 0);
  const secret = fault?.kind === "wrong-signature" ? "some other secret" : tokens.signingSecret;
  return {
    "x-slack-request-timestamp": String(seconds),
    "x-slack-signature": signature(secret, seconds, body),
  };
}

function retryHeaders(retry: Retry | undefined): Readonly<Record<string, string>> {
  if (!retry) return {};
  const { attempt, after } = retry;
  const failed = after.status === undefined ? "connection_failed" : "http_error";
  return {
    "x-slack-retry-num": String(attempt),
    "x-slack-retry-reason": after.error === "operation_timeout" ? "http_timeout" : failed,
  };
}

/** Commands go as a form, interactions as JSON in a form, events as JSON. */
function written({ type, payload }: Envelope): { readonly body: string; readonly type: string } {
  if (type === "events_api") return { body: JSON.stringify(payload), type: "application/json" };
  const words =
    type === "interactive"
      ? { payload: JSON.stringify(payload) }
      : Object.fromEntries(Object.entries(payload).map(([name, value]) => [name, String(value)]));
  return { body: new URLSearchParams(words).toString(), type: form };
}

/** Every other status than success is a failure for whoever waits. */
function told({ status, contentType, body, error }: Sent): Acknowledgement {
  if (error === "timeout") return { acknowledged: false, error: "operation_timeout" };
  if (status === undefined) return { acknowledged: false, error: "dispatch_failed" };
  if (status < 200 || status > 299) return { acknowledged: false, error: "dispatch_failed", status };
  if (body === undefined || body === "") return { acknowledged: true, status };
  const said = contentType?.includes("json") ? parsed(body) : { text: body };
  return { acknowledged: true, status, ...(said === undefined ? {} : { body: said }) };
}
