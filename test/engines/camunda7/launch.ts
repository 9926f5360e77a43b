import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync, rmSync } from "node:fs";
import { mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Credentials, restClient } from "./client.ts";
import { builtJar } from "./jar.ts";
import { javaCommand } from "./jdk.ts";

export { missingTools } from "./jdk.ts";

export type Camunda7Options = {
  /** HTTP Basic and authorisations, with the users `admin` and `reader`. */
  auth?: boolean;
  historyLevel?: "full" | "audit" | "activity" | "none";
};

export type RunningEngine = {
  /** The base of the REST API, with context path. */
  url: string;
  stop(): Promise<void>;
};

/** May do everything. */
export const admin: Credentials = { user: "admin", password: "admin" };
/** May read the definition `invoice-approval` with its instances, tasks and history, nothing else. */
export const reader: Credentials = { user: "reader", password: "reader" };

const startSeconds = 180;

/** Starts a Camunda 7.24.0 of its own on the loopback interface, with an in-memory database and a port of the system's choice. */
export async function launchCamunda7(options: Camunda7Options = {}): Promise<RunningEngine> {
  const jar = await builtJar();
  const folder = await mkdtemp(join(tmpdir(), "lookout-camunda7-"));
  const engine = startJava(jar, folder, options);
  try {
    const url = await engine.answering(options.auth === true ? admin : undefined);
    return { url, stop: engine.stop };
  } catch (error) {
    await engine.kill();
    throw error;
  }
}

function startJava(jar: string, folder: string, { auth = false, historyLevel = "full" }: Camunda7Options) {
  const portFile = join(folder, "port");
  const log = join(folder, "engine.log");
  const logFile = openSync(log, "w");
  // Only the first compiler: the engine lives for minutes, and starts a fifth faster without the second.
  const jvm = [
    "-Xmx400m",
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",
    "-XX:-UsePerfData",
    `-Djava.io.tmpdir=${folder}`,
  ];
  const spring = [
    "--server.port=0",
    `--engineapp.port-file=${portFile}`,
    `--camunda.bpm.history-level=${historyLevel}`,
    ...(auth ? ["--spring.profiles.active=auth"] : []),
  ];
  // The engine ends itself when its standard input does, so that not even a killed parent leaves one behind.
  const child = spawn("nice", [javaCommand(), ...jvm, "-jar", jar, ...spring], { stdio: ["pipe", logFile, logFile] });
  closeSync(logFile);
  const { ended, kill } = lifeOf(child, folder);

  async function answering(credentials: Credentials | undefined): Promise<string> {
    for (const end = Date.now() + startSeconds * 1000; Date.now() < end; await sleep(100)) {
      const failure = ended();
      if (failure) throw new Error(`Camunda 7 ${failure} while starting (log: ${log})\n${await lastLines(log)}`);
      const port = await readFile(portFile, "utf8").catch(() => undefined);
      if (!port) continue;
      const url = `http://127.0.0.1:${port}/engine-rest`;
      const answer = await restClient(url, credentials)
        .raw("GET", "/version")
        .catch(() => undefined);
      if (answer?.status === 200) return url;
    }
    throw new Error(`Camunda 7 did not answer within ${startSeconds} s (log: ${log})\n${await lastLines(log)}`);
  }

  async function stop(): Promise<void> {
    await kill();
    removeFolder(folder);
  }

  return { answering, kill, stop };
}

/** Nothing in memory is worth an orderly shutdown: it is killed at once, at the latest with this process. */
function lifeOf(child: ChildProcess, folder: string): { ended: () => string | undefined; kill: () => Promise<void> } {
  let end: string | undefined;
  const endNow = () => {
    child.kill("SIGKILL");
    removeFolder(folder);
  };
  process.once("exit", endNow);
  const gone = new Promise<void>((done) => {
    const finish = (how: string) => {
      end ??= how;
      process.off("exit", endNow);
      done();
    };
    child.once("error", (error) => finish(`could not be run (${error.message})`));
    child.once("exit", (code, signal) => finish(`ended with ${signal ?? `exit code ${code}`}`));
  });
  return {
    ended: () => end,
    kill: () => {
      if (end === undefined) child.kill("SIGKILL");
      return gone;
    },
  };
}

/** Again where a process that is just ending still wrote into it. */
const removeFolder = (folder: string): void => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });

const lastLines = async (file: string): Promise<string> =>
  (await readFile(file, "utf8")).split("\n").slice(-20).join("\n");
