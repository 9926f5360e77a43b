import { mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startChild, workingFolder } from "../child.ts";
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
  const path = await mkdtemp(join(tmpdir(), "lookout-camunda7-"));
  const folder = workingFolder(path);
  const engine = startJava(jar, path, options);
  const portFile = join(path, "port");
  const credentials = options.auth === true ? admin : undefined;
  try {
    const url = await engine.answering(() => baseUrl(portFile, credentials), startSeconds);
    const stop = async () => {
      await engine.kill();
      folder.remove();
    };
    return { url, stop };
  } catch (error) {
    await engine.kill();
    folder.keep();
    throw error;
  }
}

function startJava(jar: string, folder: string, { auth = false, historyLevel = "full" }: Camunda7Options) {
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
    `--engineapp.port-file=${join(folder, "port")}`,
    `--camunda.bpm.history-level=${historyLevel}`,
    ...(auth ? ["--spring.profiles.active=auth"] : []),
  ];
  return startChild({
    name: "Camunda 7",
    command: javaCommand(),
    args: [...jvm, "-jar", jar, ...spring],
    log: join(folder, "engine.log"),
  });
}

/** Undefined while the engine does not answer yet. */
async function baseUrl(portFile: string, credentials: Credentials | undefined): Promise<string | undefined> {
  const port = await readFile(portFile, "utf8").catch(() => undefined);
  if (!port) return undefined;
  const url = `http://127.0.0.1:${port}/engine-rest`;
  const answer = await restClient(url, credentials)
    .raw("GET", "/version")
    .catch(() => undefined);
  return answer?.status === 200 ? url : undefined;
}
