/** The sessions of people who logged in, and the tokens against forged requests. */
import { randomBytes, randomUUID } from "node:crypto";

export type Sessions = {
  /** Opens a session and closes the one that the client came with. */
  readonly open: (previous: string | undefined) => string;
  readonly knows: (id: string | undefined) => boolean;
  /** Ends every session, as a restart of the server does. */
  readonly expireAll: () => void;
};

/** No sessions yet. */
export function newSessions(): Sessions {
  const known = new Set<string>();
  return {
    open: (previous) => {
      if (previous !== undefined) known.delete(previous);
      const id = randomBytes(16).toString("hex").toUpperCase();
      known.add(id);
      return id;
    },
    knows: (id) => id !== undefined && known.has(id),
    expireAll: () => known.clear(),
  };
}

/** What stands in the cookie. */
export const newCsrfToken = (): string => randomUUID();

/** What the header has to say: the cookie's token, masked anew each time, so that the two never look alike. */
export function maskedToken(token: string): string {
  const bytes = Buffer.from(token);
  const mask = randomBytes(bytes.length);
  return Buffer.concat([mask, xor(mask, bytes)]).toString("base64url");
}

/** Whether the header carries the token of the cookie; the bare token itself is refused. */
export function isMaskOf(header: string | undefined, token: string | undefined): boolean {
  if (header === undefined || token === undefined) return false;
  const bytes = Buffer.from(header, "base64url");
  const half = bytes.length / 2;
  return Number.isInteger(half) && xor(bytes.subarray(0, half), bytes.subarray(half)).toString() === token;
}

const xor = (left: Buffer, right: Buffer): Buffer => Buffer.from(left.map((byte, index) => byte ^ (right[index] ?? 0)));
