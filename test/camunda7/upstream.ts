/** A sandbox behind a front that may spoil its answers, and the adapter before both. */
import type { ServerResponse } from "node:http";
import { onTestFinished } from "vitest";
import { type SandboxOptions, startSandbox } from "../../src/sandbox/sandbox.ts";
import { type Credentials, connectAs } from "../contract/camunda7.ts";
import { type Passing, startFront } from "../contract/front.ts";
import { type Asking, asking } from "../contract/subject.ts";

const now = Date.UTC(2026, 10, 22, 15, 20);

/** True when it has dealt with the request, which is then not passed on. */
export type Spoil = (passing: Passing, response: ServerResponse) => boolean;

export interface Upstream {
  readonly ask: Asking;
  readonly id: (scenario: string) => string;
  /** Of the sandbox itself. */
  readonly url: string;
  readonly requests: readonly Passing[];
  /** Spoils from now on; with nothing, all is well again. */
  spoil(spoil?: Spoil): void;
}

export async function upstream(
  options: Omit<SandboxOptions, "now"> & { timeoutMs?: number; user?: Credentials } = {},
): Promise<Upstream> {
  const { timeoutMs = 20_000, user, ...world } = options;
  const sandbox = await startSandbox({ now, ...world });
  let current: Spoil | undefined;
  const front = await startFront(sandbox.url, (passing, pass, response) => {
    if (!current?.(passing, response)) pass();
  });
  const engine = connectAs(user)(front.url, timeoutMs);
  onTestFinished(async () => {
    await engine.close();
    await front.close();
    await sandbox.close();
  });
  return {
    ask: asking({ engine, now: () => new Date(now) }),
    id: (scenario) => sandbox.instances[scenario] ?? `no ${scenario}`,
    url: sandbox.url,
    requests: front.requests,
    spoil: (spoil) => (current = spoil),
  };
}

/** Answers in place of the engine. */
export function answerWith(
  status: number,
  body: string | Buffer,
  headers: Record<string, string> = { "content-type": "application/json" },
): Spoil {
  return (_passing, response) => {
    response.writeHead(status, headers).end(body);
    return true;
  };
}

/** Spoils only what goes to these paths. */
export const only =
  (paths: RegExp, spoil: Spoil): Spoil =>
  (passing, response) =>
    paths.test(passing.path) && spoil(passing, response);

/** The engine's answer, changed on its way. */
export function changed(url: () => string, change: (rows: unknown) => unknown): Spoil {
  return ({ method, url: path, body }, response) => {
    const target = new URL(path, url());
    void fetch(target, {
      method,
      headers: { "content-type": "application/json", accept: "application/json" },
      ...(method === "POST" ? { body } : {}),
    }).then(async (answer) => {
      const text = JSON.stringify(change(await answer.json()));
      response.writeHead(answer.status, { "content-type": "application/json" }).end(text);
    });
    return true;
  };
}
