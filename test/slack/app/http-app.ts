import { createServer, request as send } from "node:http";
import { text } from "node:stream/consumers";
import { expect, vi } from "vitest";
import { startSlackDouble } from "../../../src/sandbox/slack/double.ts";
import { signature } from "../../../src/sandbox/slack/signatures.ts";
import { startSlackApp } from "../../../src/slack/app.ts";
import { optionsFor, type RunningApp } from "./running.ts";

interface Asking {
  readonly body: string;
  readonly path?: string;
  readonly method?: string;
  /** Those that Slack would send unless told otherwise. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Signed for a moment so many seconds away from now. */
  readonly shifted?: number;
}

/** The app that Slack reaches over HTTP, and whoever else finds its address. */
export interface HttpApp extends RunningApp {
  /** Sends a request and answers what came back. */
  ask(asking: Asking): Promise<{ status: number | undefined; says: string }>;
  /** What Slack puts into the head of a request with this body; `at` in seconds. */
  signed(body: string, at?: number): Record<"content-type" | "x-slack-request-timestamp" | "x-slack-signature", string>;
  /** A command as Slack sends it, as a form: no two are the same. */
  command(over?: Readonly<Record<string, string>>): string;
  /** So many commands reach the app by what is done: each has an audit line and an answer. */
  reaches(count: number, act: () => Promise<unknown>): Promise<void>;
  close(): Promise<void>;
}

export const form = "application/x-www-form-urlencoded";
/** In seconds. */
export const now = () => Math.floor(Date.now() / 1_000);

export const fields = {
  team_id: "T0001",
  user_id: "U0001",
  user_name: "ada",
  channel_id: "C0001",
  command: "/process",
  text: "qurey",
};

export async function startHttpApp(): Promise<HttpApp> {
  const answers = await startAnswers();
  const double = await startSlackDouble();
  const { options, ...seen } = optionsFor(double, { mode: "http" });
  const app = await startSlackApp(options);
  const { host, port } = app.address ?? {};
  const signed: HttpApp["signed"] = (body, at = now()) => ({
    "content-type": form,
    "x-slack-request-timestamp": String(at),
    "x-slack-signature": signature(double.tokens.signingSecret, at, body),
  });
  const ask: HttpApp["ask"] = ({ body, path = "/slack/events", method = "POST", headers, shifted = 0 }) =>
    new Promise((resolve, reject) => {
      const sent = headers ?? signed(body, now() + shifted);
      const outgoing = send({ host, port, path, method, headers: sent, agent: false });
      outgoing.on("error", reject);
      outgoing.on("response", async (response) => resolve({ status: response.statusCode, says: await text(response) }));
      outgoing.end(body);
    });
  let triggers = 0;
  const command: HttpApp["command"] = (over = {}) => {
    triggers += 1;
    const own = { response_url: `${answers.url}/${triggers}`, trigger_id: String(triggers) };
    return new URLSearchParams({ ...fields, ...own, ...over }).toString();
  };
  const reaches: HttpApp["reaches"] = async (count, act) => {
    const before = seen.audited.length;
    await act();
    // What was sent before this one has been taken by the time that this one is answered.
    const last = command();
    const path = `/${triggers}`;
    expect(await ask({ body: last })).toEqual({ status: 200, says: "" });
    await vi.waitFor(
      () => {
        expect(answers.posted).toContain(path);
        expect(seen.audited.length - before - 1).toBe(count);
        expect(answers.posted.length).toBe(seen.audited.length);
      },
      { timeout: 5_000, interval: 5 },
    );
  };
  const close = async () => {
    await app.stop();
    await double.close();
    await answers.close();
  };
  return { app, ...seen, ask, signed, command, reaches, close };
}

/** Takes whatever is posted, and remembers where. */
async function startAnswers() {
  const posted: string[] = [];
  const server = createServer((request, response) => {
    posted.push(request.url ?? "");
    request.resume().on("end", () => response.end("ok"));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${port}`, posted, close };
}
