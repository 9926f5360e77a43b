import { Agent, request } from "node:http";
import type { Timers } from "./timers.ts";

/** What came of a request to the app. */
export interface Sent {
  readonly status?: number;
  readonly contentType?: string;
  readonly body?: string;
  readonly error?: "timeout" | "failed";
}

/** Posts to the request URL of an app. */
export interface AppRequests {
  post(body: string, headers: Readonly<Record<string, string>>): Promise<Sent>;
  close(): void;
}

export function appRequests(address: string, timers: Timers, withinMs: number): AppRequests {
  const agent = new Agent({ keepAlive: true });
  const usual = { accept: "application/json,*/*", "user-agent": "Slackbot 1.0 (+https://api.slack.com/robots)" };
  const post = (body: string, headers: Readonly<Record<string, string>>) =>
    new Promise<Sent>((resolve) => {
      const length = { "content-length": String(Buffer.byteLength(body)) };
      const outgoing = request(address, { agent, method: "POST", headers: { ...usual, ...length, ...headers } });
      const settle = (sent: Sent) => {
        stop();
        resolve(sent);
        if (sent.error) outgoing.destroy();
      };
      const stop = timers.after(withinMs, () => settle({ error: "timeout" }));
      outgoing.on("error", () => settle({ error: "failed" }));
      outgoing.on("response", (response) => {
        const { statusCode: status, headers: received } = response;
        const contentType = received["content-type"];
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", () => settle({ error: "failed" }));
        response.on("end", () => {
          settle({
            ...(status === undefined ? {} : { status }),
            ...(contentType === undefined ? {} : { contentType }),
            body: Buffer.concat(chunks).toString(),
          });
        });
      });
      outgoing.end(body);
    });
  return { post, close: () => agent.destroy() };
}
