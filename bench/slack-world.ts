import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Sandbox, startSandbox } from "../src/sandbox/sandbox.ts";
import { type SlackDouble, startSlackDouble } from "../src/sandbox/slack/double.ts";
import type { SeenMessage } from "../src/sandbox/slack/messages.ts";

export type Mode = "socket" | "http";

export interface Question {
  readonly text: string;
  /** What the right answer says. */
  readonly says: RegExp;
}

/** From the command to Slack's having the acknowledgement, and the answer, in ms. */
interface Asked {
  readonly acknowledged: number;
  readonly answered: number;
  /** Whether the answer says nothing, or not everything, since too many requests wait for the engine already. */
  readonly lacking: boolean;
}

/** `lookout slack` in a process of its own, between a Slack and an engine in this one. */
export interface SlackWorld {
  readonly sandbox: Sandbox;
  readonly double: SlackDouble;
  /** Types a command as the nth person. Throws when it is not acknowledged in 3 s, not answered in 20 s, or answered otherwise. */
  ask(question: Question, person: number): Promise<Asked>;
  /** How many answers all people have got. */
  answers(): number;
  /** What is reachable in the heap of the program, in MB. */
  heapMb(): Promise<number>;
  close(): Promise<void>;
}

/** As long as the program may take to answer what is under way, and some more. */
const endsWithinMs = 25_000;
const people = 1_000;
/** Many, because the double looks through all messages of a channel. */
const channels = 100;
const userOf = (person: number) => `U1${String(person % people).padStart(4, "0")}`;
const channelOf = (person: number) => `C1${String(person % channels).padStart(4, "0")}`;
/** Ids of the first so many people or channels, with what is told of each. */
const each = <T>(count: number, idOf: (n: number) => string, told: (n: number) => T): Record<string, T> =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [idOf(n), told(n)]));
/** What a person sees but that he has to wait. */
const answersIn = (seen: readonly SeenMessage[]) => seen.filter(({ text }) => !text.includes("Still asking"));

export async function startSlackWorld(mode: Mode): Promise<SlackWorld> {
  const sandbox = await startSandbox({ now: Date.now() });
  const port = await freePort();
  const double = await startSlackDouble({
    users: each(people, userOf, (n) => ({ name: `person-${n}` })),
    channels: each(channels, channelOf, (n) => ({ name: `operations-${n}`, isMember: true })),
    ...(mode === "http" ? { mode: { http: `http://127.0.0.1:${port}/slack/events` } } : {}),
  });
  const program = await startProgram(mode, sandbox, double, port);
  const placeOf = (person: number) => ({ user: userOf(person), channel: channelOf(person) });
  return {
    sandbox,
    double,
    ask: async ({ text, says }, person) => {
      const place = placeOf(person);
      const before = answersIn(double.seen(place)).at(-1)?.ts;
      const began = performance.now();
      const answering = double.until(place, (seen) => answersIn(seen).at(-1)?.ts !== before, 20_000);
      const [{ acknowledged, afterMs, error }, { answer, answered }] = await Promise.all([
        double.command({ text, ...place }),
        answering.then((seen) => ({ answer: answersIn(seen).at(-1), answered: performance.now() - began })),
      ]);
      if (!acknowledged) throw new Error(`"${text}" was not acknowledged: ${error}`);
      const lacking = /questions wait for|Could not be read now/.test(JSON.stringify(answer));
      if (!lacking && !says.test(answer?.text ?? "")) throw new Error(`"${text}" was answered: ${answer?.text}`);
      return { acknowledged: afterMs, answered, lacking };
    },
    answers: () => Array.from({ length: people }, (_, n) => answersIn(double.seen(placeOf(n)))).flat().length,
    heapMb: async () => {
      program.send("heap");
      const [mb] = await once(program, "message");
      return Number(mb);
    },
    close: async () => {
      program.kill("SIGTERM");
      const isRunning = program.exitCode === null && program.signalCode === null;
      if (isRunning) await once(program, "exit", { signal: AbortSignal.timeout(endsWithinMs) });
      await double.close();
      await sandbox.close();
    },
  };
}

async function startProgram(mode: Mode, { url }: Sandbox, { apiUrl, tokens }: SlackDouble, port: number) {
  const folder = await mkdtemp(join(tmpdir(), "lookout-bench-"));
  const config = join(folder, "lookout.json");
  const engines = [{ id: "c7", kind: "camunda7", url, businessKey: "businessKey" }];
  await writeFile(config, JSON.stringify({ engines, access: { rules: [{ callers: ["slack:T0001"] }] } }));
  const program = fork(
    join(import.meta.dirname, "..", "src", "main.ts"),
    ["slack", "--config", config, "--port", String(port)],
    {
      execArgv: ["--import", join(import.meta.dirname, "report-heap.ts")],
      env: {
        ...process.env,
        SLACK_API_URL: apiUrl,
        SLACK_BOT_TOKEN: tokens.bot,
        ...(mode === "socket" ? { SLACK_APP_TOKEN: tokens.app } : { SLACK_SIGNING_SECRET: tokens.signingSecret }),
      },
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    },
  );
  await listening(program);
  await rm(folder, { recursive: true });
  return program;
}

/** Resolves when the program says so; what it says of troubles goes on to whoever runs the bench. */
async function listening(program: ChildProcess): Promise<void> {
  const heard = Promise.withResolvers<void>();
  program.once("exit", (code) => heard.reject(new Error(`the program ended with ${code}`)));
  program.stderr?.setEncoding("utf8").on("data", (text: string) => {
    if (text.includes("Listening")) heard.resolve();
    else if (!text.includes('"level":30')) process.stderr.write(text);
  });
  await heard.promise;
  await sleep(200);
}

/** The double has to know where the app listens, and the app where the double does. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  return typeof address === "object" && address !== null ? address.port : 0;
}
