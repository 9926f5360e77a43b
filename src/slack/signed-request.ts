import type { IncomingMessage } from "node:http";
import { isValidSlackRequest } from "@slack/bolt";
import * as z from "zod";

/** A request that Slack signed, as Bolt takes it. */
export interface Signed {
  readonly body: Record<string, unknown>;
  /** The signature covers time and body, so it names a delivery. */
  readonly customProperties: { readonly delivery: string };
}

/** How a request is answered of which nothing reaches the app. */
export interface Answered {
  readonly status: number;
  readonly says?: object;
}

/** How far a request's time may be from ours, in seconds; Slack's own advice for requests of the past. */
const maxSkewSeconds = 300;

/** A slash command and a click are small; this leaves room for a message with a full table in it. */
const bodyLimit = 262_144;

const form = "application/x-www-form-urlencoded";

/** What Bolt's check would read of "v0=…=…" is its middle, so that one request could come under many names. */
const headers = z.object({
  "x-slack-request-timestamp": z.string().regex(/^\d{1,12}$/),
  "x-slack-signature": z.string().regex(/^v0=[0-9a-f]{64}$/),
});

/** Reads a request and checks that it is of Slack's and of now. */
export async function readRequest(request: IncomingMessage, signingSecret: string): Promise<Signed | Answered> {
  const text = await textOf(request);
  if (typeof text !== "string") return text;
  const isForm = mediaType(request) === form;
  // Slack's check of the certificate is the only thing that it does not sign.
  if (isForm && new URLSearchParams(text).get("ssl_check") === "1") return { status: 200 };
  const delivery = signatureOf(request, text, signingSecret);
  if (delivery === undefined) return { status: 401 };
  const body = payloadOf(text, isForm);
  if (body === undefined) return { status: 400 };
  const { type, challenge } = body;
  if (type === "url_verification") return { status: 200, says: { challenge } };
  return { body, customProperties: { delivery } };
}

/** The body. One that is too long is read to its end, so that the other side hears the answer, and not kept. */
async function textOf(request: IncomingMessage): Promise<string | Answered> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of request) {
      const bytes = Buffer.from(chunk);
      length += bytes.length;
      if (length <= bodyLimit) chunks.push(bytes);
    }
  } catch {
    // Whoever breaks off hears no answer.
    return { status: 400 };
  }
  return length <= bodyLimit ? Buffer.concat(chunks).toString() : { status: 413 };
}

const mediaType = ({ headers }: IncomingMessage) => headers["content-type"]?.split(";")[0]?.trim().toLowerCase();

/** The signature of a request that Slack made now, else undefined. */
function signatureOf(request: IncomingMessage, body: string, signingSecret: string): string | undefined {
  const { data } = headers.safeParse(request.headers);
  if (!data) return undefined;
  const at = Number(data["x-slack-request-timestamp"]);
  if (Math.abs(Date.now() / 1_000 - at) > maxSkewSeconds) return undefined;
  const signed = { "x-slack-signature": data["x-slack-signature"], "x-slack-request-timestamp": at };
  return isValidSlackRequest({ signingSecret, body, headers: signed }) ? data["x-slack-signature"] : undefined;
}

const fields = z.record(z.string(), z.unknown());

/** Commands come as a form, clicks as JSON in a form, and what has no person behind it as JSON. */
function payloadOf(text: string, isForm: boolean): Record<string, unknown> | undefined {
  const words = isForm ? new URLSearchParams(text) : undefined;
  const json = words ? words.get("payload") : text;
  if (words && json === null) return Object.fromEntries(words);
  try {
    return fields.safeParse(JSON.parse(json ?? "")).data;
  } catch {
    return undefined;
  }
}
