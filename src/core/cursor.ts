import { createHash } from "node:crypto";
import * as z from "zod";
import { fault } from "./errors.ts";

/** Longest cursor in characters: small enough for a button value. */
export const maxCursorLength = 1_500;

/** Hash of a question, independent of the order of its keys; binds a cursor to what was asked. */
export function questionHash(question: unknown): string {
  return createHash("sha256").update(stableJson(question)).digest("base64url").slice(0, 16);
}

function stableJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === "object" && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

/**
 * A codec for the opaque cursors of one tool. `position` says what a cursor of it carries. `decode` throws
 * `cursorMalformed`, or `cursorOfOtherQuestion` when the cursor was given for another question.
 */
export function cursorCodec<P>(tool: string, position: z.ZodType<P>) {
  const envelope = z.strictObject({ v: z.literal(1), t: z.literal(tool), q: z.string(), p: position });
  return {
    encode(question: unknown, at: P): string {
      const content = JSON.stringify({ v: 1, t: tool, q: questionHash(question), p: at });
      const body = Buffer.from(content).toString("base64url");
      const cursor = checksum(body) + body;
      if (cursor.length > maxCursorLength) throw fault("internal", { detail: "a position too long for a cursor" });
      return cursor;
    },
    decode(cursor: string, question: unknown): P {
      const parsed = envelope.safeParse(jsonOf(cursor));
      if (!parsed.success) throw fault("cursorMalformed", {});
      if (parsed.data.q !== questionHash(question)) throw fault("cursorOfOtherQuestion", {});
      return parsed.data.p;
    },
  };
}

const checksumLength = 8;

/** Tells a mangled cursor from a good one, so that no half of it is ever obeyed. It is no signature: a position opens nothing. */
function checksum(body: string): string {
  return createHash("sha256").update(body).digest("base64url").slice(0, checksumLength);
}

function jsonOf(cursor: string): unknown {
  if (cursor.length > maxCursorLength) return undefined;
  const body = cursor.slice(checksumLength);
  if (checksum(body) !== cursor.slice(0, checksumLength)) return undefined;
  try {
    return JSON.parse(Buffer.from(body, "base64url").toString("utf8"));
  } catch {
    return undefined; // decode answers cursorMalformed for it
  }
}
