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
  so(): { readonly out: string; readonly err: string };
  write(text: string): void;
  closeInput(): void;
  kill(signal: NodeJS.Signals): void;
  /** Resolves when the output holds the text; rejects when the program ends without it. */
  saw(text: string): Promise<void>;
  /** The same of standard error. */
  told(text: string): Promise<void>;
}

/** The environment of a child without any lookout settings of the machine. */
export function environment(settings: Record<string, string>): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(?:LOOKOUT_|CAMUNDA_|ZEEBE_|SLACK_|NO_COLOR|FORCE_COLOR)/.test(name),
  );
  return { ...Object.fromEntries(own), ...settings };
}

/** Starts the program as a child process: from its sources, unless another path is given. */
export function start(words: readonly string[], settings: Record<string, string> = {}, program = main): Running {
  const child = spawn(process.execPath, [program, ...words], { env: environment(settings), stdio: "pipe" });
  const said = { out: "", err: "" };
  const watchers = new Set<() => void>();
  for (const [name, stream] of [["out", child.stdout] as const, ["err", child.stderr] as const]) {
    stream.setEncoding("utf8").on("data", (chunk: string) => {
      said[name] += chunk;
      for (const look of watchers) look();
    });
  }
  child.stdin.on("error", () => {}); // the child may be gone before its input is written
  let isOver = false;
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      isOver = true;
      for (const look of watchers) look();
      resolve({ code, ...said });
    });
  });
  const holds = (name: keyof typeof said, text: string) =>
    new Promise<void>((seen, missed) => {
      const look = () => {
        if (said[name].includes(text)) seen();
        else if (isOver) missed(new Error(`It ended without saying "${text}":\n${said.out}\n${said.err}`));
        else return;
        watchers.delete(look);
      };
      watchers.add(look);
      look();
    });
  return {
    ended,
    so: () => ({ ...said }),
    write: (text) => child.stdin.write(text),
    closeInput: () => child.stdin.end(),
    kill: (signal) => child.kill(signal),
    saw: (text) => holds("out", text),
    told: (text) => holds("err", text),
  };
}

/** Runs the program to its end. */
export function run(words: readonly string[], settings: Record<string, string> = {}): Promise<Ended> {
  return start(words, settings).ended;
}
