import { createHmac } from "node:crypto";

/** The value of `x-slack-signature`: version 0, over the moment in seconds and the body as it is sent. */
export function signature(secret: string, seconds: number, body: string): string {
  return `v0=${createHmac("sha256", secret).update(`v0:${seconds}:${body}`).digest("hex")}`;
}
