import { spawn } from "node:child_process";
import { closeSync, openSync, rmSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { lastLines } from "./built.ts";

export interface Program {
  /** For error messages. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly log: string;
  readonly cwd?: string;
}

export interface Child {
  readonly pid: number | undefined;
  /** How it ended, if it did. */
  ended(): string | undefined;
  /** Asks until there is an answer; fails with the end of the log when the child ends first or takes too long. */
  answering<Found>(ask: () => Promise<Found | undefined>, seconds: number): Promise<Found>;
  /** Nothing in it is worth an orderly shutdown. */
  kill(): Promise<void>;
}

/**
 * A process that ends with this one: killed as this one exits, and by itself when its standard input ends, so that not
 * even a killed parent leaves one behind.
 */
export function startChild({ name, command, args, log, cwd }: Program): Child {
  const logFile = openSync(log, "w");
  const child = spawn("nice", [command, ...args], {
    stdio: ["pipe", logFile, logFile],
    ...(cwd === undefined ? {} : { cwd }),
  });
  closeSync(logFile);
  let end: string | undefined;
  const killNow = () => child.kill("SIGKILL");
  // Before the folder that it writes into is removed.
  process.prependOnceListener("exit", killNow);
  const gone = new Promise<void>((done) => {
    const finish = (how: string) => {
      end ??= how;
      process.off("exit", killNow);
      done();
    };
    child.once("error", (error) => finish(`could not be run (${error.message})`));
    child.once("exit", (code, signal) => finish(`ended with ${signal ?? `exit code ${code}`}`));
  });

  return {
    pid: child.pid,
    ended: () => end,
    async answering(ask, seconds) {
      for (const limit = Date.now() + seconds * 1000; Date.now() < limit; await sleep(100)) {
        if (end !== undefined) throw new Error(`${name} ${end} while starting (log: ${log})\n${await lastLines(log)}`);
        const found = await ask();
        if (found !== undefined) return found;
      }
      throw new Error(`${name} did not answer within ${seconds} s (log: ${log})\n${await lastLines(log)}`);
    },
    kill: () => {
      if (end === undefined) killNow();
      return gone;
    },
  };
}

/** A working folder that is gone when this process is, unless it is kept for its logs. */
export function workingFolder(path: string): { remove(): void; keep(): void } {
  // Again where a process that is just ending still wrote into it.
  const removeNow = () => rmSync(path, { recursive: true, force: true, maxRetries: 5 });
  process.once("exit", removeNow);
  const keep = () => void process.off("exit", removeNow);
  return {
    keep,
    remove: () => {
      keep();
      removeNow();
    },
  };
}
