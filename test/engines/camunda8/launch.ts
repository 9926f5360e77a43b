import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { builtOnce } from "../built.ts";
import { type Child, startChild, workingFolder } from "../child.ts";
import { type Credentials, login } from "./client.ts";
import { findJdks, type Jdks } from "./jdks.ts";
import { freePorts } from "./ports.ts";

export interface Cluster {
  /** Base of the gateway and of Operate, without /v1 or /v2. */
  readonly url: string;
  /** The storage, where the records of the broker are to be read. */
  readonly storage: string;
  readonly pids: readonly number[];
  readonly ports: readonly number[];
  stop(): Promise<void>;
}

/** The user that Operate makes when it starts for the first time. */
export const demo: Credentials = { user: "demo", password: "demo" };

/** As in cluster/pom.xml. */
const version = "8.6.0";
const startSeconds = 180;

/** Starts a Camunda 8.6.0 of its own on the loopback interface: a broker of four partitions, gateway, Operate and their storage. */
export async function launchCamunda8(below: string = tmpdir()): Promise<Cluster> {
  const jdks = findJdks();
  if ("missing" in jdks) throw new Error(jdks.missing);
  const home = await builtOnce({
    name: "camunda8",
    source: join(import.meta.dirname, "cluster"),
    sources: ["pom.xml", "src"],
    result: "target/cluster",
    javaHome: jdks.storage,
  });
  const path = await mkdtemp(join(below, "lookout-camunda8-"));
  const folder = workingFolder(path);
  const ports = await freePorts(7);
  const [http = 0, transport = 0, ...ours] = ports;
  const storage = `http://127.0.0.1:${http}`;
  const url = `http://127.0.0.1:${ours[0]}`;
  const children: Child[] = [];
  const started = (child: Child): Child => {
    children.push(child);
    return child;
  };
  const kill = () => Promise.all(children.map((child) => child.kill()));
  try {
    const node = started(startStorage(jdks, home, path, http, transport));
    await node.answering(() => healthy(`${storage}/_cluster/health?wait_for_status=yellow&timeout=1s`), startSeconds);
    const camunda = started(startCamunda(jdks, home, path, storage, ours));
    await camunda.answering(() => healthy(`http://127.0.0.1:${ours[1]}/actuator/health/readiness`), startSeconds);
    // Operate writes its user a little later than it is ready.
    await camunda.answering(() => login(url, demo).catch(() => undefined), startSeconds);
  } catch (error) {
    await kill();
    folder.keep();
    throw error;
  }
  const stop = async () => {
    await kill();
    folder.remove();
  };
  return { url, storage, ports, stop, pids: children.flatMap(({ pid }) => (pid === undefined ? [] : [pid])) };
}

/** Serial collection and the first compiler only: both live for minutes. */
const jvm = (folder: string, heap: string): string[] => [
  `-Xmx${heap}`,
  "-XX:+UseSerialGC",
  "-XX:TieredStopAtLevel=1",
  "-XX:-UsePerfData",
  `-Djava.io.tmpdir=${folder}`,
];

function startStorage({ storage }: Jdks, home: string, folder: string, http: number, transport: number): Child {
  const classes = [join(home, "cluster-1.jar"), join(home, "storage", "*")].join(":");
  const args = ["-cp", classes, "cluster.Storage", join(folder, "storage"), String(http), String(transport)];
  return startChild({
    name: "OpenSearch",
    command: join(storage, "bin", "java"),
    args: [...jvm(folder, "512m"), ...args],
    log: join(folder, "storage.log"),
    cwd: folder,
  });
}

function startCamunda(
  { camunda }: Jdks,
  home: string,
  folder: string,
  storage: string,
  ports: readonly number[],
): Child {
  const [http, management, grpc, command, internal] = ports;
  const distribution = join(home, `camunda-zeebe-${version}`);
  const classes = [join(home, "cluster-1.jar"), join(distribution, "config"), join(distribution, "lib", "*")].join(":");
  const spring = {
    "spring.profiles.active": "broker,operate,auth",
    "spring.config.additional-location": `file:${join(import.meta.dirname, "cluster", "application.yaml")}`,
    "server.address": "127.0.0.1",
    "server.port": http,
    "management.server.port": management,
    "zeebe.broker.gateway.network.port": grpc,
    "zeebe.broker.network.commandApi.port": command,
    "zeebe.broker.network.internalApi.port": internal,
    "camunda.operate.zeebe.gatewayAddress": `127.0.0.1:${grpc}`,
    "test.storage": storage,
    "test.folder": folder,
  };
  return startChild({
    name: "Camunda 8",
    command: join(camunda, "bin", "java"),
    args: [
      ...jvm(folder, "768m"),
      `-Dapp.home=${folder}`,
      `-Dbasedir=${folder}`,
      // Camunda does not pass its command line on to Spring.
      ...Object.entries(spring).map(([name, value]) => `-D${name}=${value}`),
      ...["-cp", classes, "cluster.Camunda"],
    ],
    log: join(folder, "camunda.log"),
    cwd: folder,
  });
}

async function healthy(url: string): Promise<true | undefined> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(5_000) }).catch(() => undefined);
  await answer?.body?.cancel();
  return answer?.ok ? true : undefined;
}
