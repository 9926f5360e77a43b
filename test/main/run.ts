import { spawn } from "node:child_process";
import { join } from "node:path";

const main = join(import.meta.dirname, "..", "..", "src", "main.ts");

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface Running {
  readonly ended: Promise<Ended>;
  /** What it has said so far. */
  so(): { readonly out: string };
  write(text: string): void;
  closeInput(): void;
  kill(signal: NodeJS.Signals): void;
  /** Resolves when the output holds the text. */
  saw(text: string): Promise<void>;
}

/** The environment of a child without any lookout settings of the machine. */
export function environment(settings: Record<string, string>): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(?:LOOKOUT_|CAMUNDA_|ZEEBE_|NO_COLOR|FORCE_COLOR)/.test(name),
  );
  return { ...Object.fromEntries(own), ...settings };
}

/** Starts the program from its sources as a child process. */
export function start(words: readonly string[], settings: Record<string, string> = {}): Running {
  const child = spawn(process.execPath, [main, ...words], { env: environment(settings), stdio: "pipe" });
  let [out, err] = ["", ""];
  const watchers: { text: string; seen: () => void }[] = [];
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    out += chunk;
    for (const { text, seen } of watchers) if (out.includes(text)) seen();
  });
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
    err += chunk;
  });
  child.stdin.on("error", () => {}); // the child may be gone before its input is written
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, out, err }));
  });
  return {
    ended,
    so: () => ({ out }),
    write: (text) => child.stdin.write(text),
    closeInput: () => child.stdin.end(),
    kill: (signal) => child.kill(signal),
    saw: (text) =>
      new Promise((seen) => {
        watchers.push({ text, seen });
        if (out.includes(text)) seen();
      }),
  };
}

/** Runs the program to its end. */
export function run(words: readonly string[], settings: Record<string, string> = {}): Promise<Ended> {
  return start(words, settings).ended;
}
