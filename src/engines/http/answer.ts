import { TextDecoder } from "node:util";
import type { Dispatcher } from "undici";
import { fault } from "../../core/errors.ts";
import { abortFault } from "./deadline.ts";
import { parseJson } from "./json.ts";
import type { Reply } from "./settings.ts";

/** What is known of the request when its answer is read. */
export interface Asked {
  readonly engine: string;
  /** The url as messages show it. */
  readonly shown: string;
  readonly signal: AbortSignal;
  /** Where plain text is to be cut. */
  readonly cutAt: number | undefined;
  /** Whether 401 with JSON is an answer. */
  readonly answers401?: boolean | undefined;
}

type Answer = Pick<Dispatcher.ResponseData, "statusCode" | "headers" | "body">;

const maxAnswerBytes = 10_000_000;

/** Reads an answer whose status is of no concern here: JSON or plain text; anything else does not come from an engine. */
export async function readAnswer(answer: Answer, asked: Asked): Promise<Reply> {
  const status = answer.statusCode;
  const mediaType = header(answer, "content-type");
  const isText = /^text\/plain\b/i.test(mediaType);
  const isForeign = !isText && !isJson(answer);
  // A page in place of an answer is not read, only seen not to be empty.
  const { bytes, cut } = await readBody(answer, asked, isForeign ? 0 : isText ? asked.cutAt : undefined);
  if (isForeign && cut) throw notJson(answer, asked);
  if (bytes.length === 0) return { status, body: undefined };
  // Compression is never asked for; unpacking what comes anyway would let a small answer grow without limit.
  if (!/^(?:identity)?$/i.test(header(answer, "content-encoding"))) throw notJson(answer, asked);
  if (isText) {
    const body = decoder(mediaType).decode(bytes, { stream: cut });
    return cut ? { status, body, cut } : { status, body };
  }
  return { status, body: parsed(bytes, answer, asked) };
}

/** Gives up an answer that nobody wants; the connection goes with it unless the answer has arrived whole. */
export function drop(answer: Answer): void {
  answer.body.on("error", () => {});
  answer.body.destroy();
}

export function header(answer: Pick<Answer, "headers">, name: string): string {
  const value = answer.headers[name];
  return (Array.isArray(value) ? value[0] : value)?.trim() ?? "";
}

export function isJson(answer: Pick<Answer, "headers">): boolean {
  return /^(?:application\/(?:[\w.+-]+\+)?|text\/)json\b/i.test(header(answer, "content-type"));
}

interface Body {
  readonly bytes: Buffer;
  readonly cut: boolean;
}

async function readBody(answer: Answer, asked: Asked, cutAt: number | undefined): Promise<Body> {
  const limit = cutAt ?? maxAnswerBytes;
  const tooLarge = () => fault("answerTooLarge", { engine: asked.engine, limitBytes: limit });
  if (cutAt === undefined && Number(header(answer, "content-length")) > limit) {
    drop(answer);
    throw tooLarge();
  }
  answer.body.on("error", () => {}); // Also after the loop has been left.
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    // Leaving the loop early destroys the stream and its connection.
    for await (const chunk of answer.body) {
      chunks.push(chunk);
      length += chunk.length;
      if (length > limit) break;
    }
  } catch (error) {
    if (asked.signal.aborted) throw abortFault(asked.signal);
    throw fault("answerCutOff", { engine: asked.engine }, error);
  }
  if (length > limit && cutAt === undefined) throw tooLarge();
  return { bytes: Buffer.concat(chunks).subarray(0, limit), cut: length > limit };
}

function parsed(bytes: Buffer, answer: Answer, asked: Asked): unknown {
  try {
    return parseJson(new TextDecoder().decode(bytes));
  } catch (error) {
    // Also the stack's end for absurdly deep nesting.
    throw notJson(answer, asked, "malformed JSON", error);
  }
}

function decoder(mediaType: string): TextDecoder {
  const charset = /;\s*charset="?([\w.:-]+)/i.exec(mediaType)?.[1] ?? "utf-8";
  try {
    return new TextDecoder(charset);
  } catch {
    return new TextDecoder();
  }
}

function notJson(answer: Answer, asked: Asked, what?: string, cause?: unknown) {
  const named = /^[\w.+/-]{1,100}/.exec(header(answer, "content-type"))?.[0] ?? "an unnamed content type";
  const encoding = /^[\w-]{1,20}/.exec(header(answer, "content-encoding"))?.[0];
  const contentType = what ?? (encoding === undefined ? named : `${named} packed by ${encoding}`);
  return fault("notJson", { engine: asked.engine, url: asked.shown, status: answer.statusCode, contentType }, cause);
}
