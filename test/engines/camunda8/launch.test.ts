import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { until } from "../until.ts";
import { login, restClient } from "./client.ts";
import { cluster, seeded } from "./under-test.ts";

describe.runIf(seeded)("the cluster under test", () => {
  const { url, credentials } = cluster ?? { url: "", credentials: { user: "", password: "" } };

  it("is a Camunda 8.6 with four partitions", async () => {
    const topology = await restClient(url, await login(url, credentials)).get("/v2/topology");
    expect(topology).toMatchObject({ gatewayVersion: expect.stringMatching(/^8\.6\./), partitionsCount: 4 });
  });

  it("wants a login, and a token against cross-site requests with every post", async () => {
    const { cookie = "", ...token } = await login(url, credentials);
    expect(Object.keys(token)).toEqual(["x-csrf-token"]);
    const statusWith = async (session: Record<string, string>) =>
      (await restClient(url, session).raw("POST", "/v1/process-instances/search", { size: 1 })).status;
    expect(await statusWith({})).toBe(403);
    expect(await statusWith({ cookie })).toBe(403);
    expect(await statusWith({ cookie, ...token })).toBe(200);
    expect((await restClient(url).raw("GET", "/v1/process-instances/1")).status).toBe(401);
  });

  it("has keys that a double does not hold", () => {
    const keys = Object.values(seeded?.scenarios ?? {});
    expect(keys.filter((key) => BigInt(key) > Number.MAX_SAFE_INTEGER)).not.toEqual([]);
  });
});

describe.runIf(seeded)("a launcher that does not come to its end", () => {
  let folder = "";
  let launcher: ChildProcess | undefined;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "lookout-launch-test-"));
  });
  afterEach(() => {
    launcher?.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  /** One whose storage is starting. */
  async function starting(): Promise<{ launcher: ChildProcess; storage: number; ended: Promise<string> }> {
    const program = `
      import { command } from ${JSON.stringify(join(import.meta.dirname, "..", "command.ts"))};
      import { launchCamunda8 } from ${JSON.stringify(join(import.meta.dirname, "launch.ts"))};
      await command(() => launchCamunda8(${JSON.stringify(folder)}));`;
    const child = spawn(process.execPath, ["--input-type=module", "--eval", program], {
      stdio: ["ignore", "ignore", "pipe"],
    });
    launcher = child;
    const said: string[] = [];
    child.stderr.setEncoding("utf8").on("data", (text: string) => said.push(text));
    const ended = new Promise<string>((done) =>
      child.once("close", (code, signal) => done(`${signal ?? code} ${said.join("")}`)),
    );
    const storage = await until("a storage", async () => storageOf(child.pid));
    return { launcher: child, storage, ended };
  }
  const gone = (pid: number) => until(`the end of ${pid}`, async () => (isThere(pid) ? undefined : true), 20);

  it.for(["SIGINT", "SIGTERM", "SIGHUP"] as const)("ends all on %s and leaves no file", async (signal) => {
    const { launcher: parent, storage, ended } = await starting();
    parent.kill(signal);
    expect(await ended).toMatch(/^130 /);
    await gone(storage);
    expect(readdirSync(folder)).toEqual([]);
  });

  it("leaves no process when it is killed", async () => {
    const { launcher: parent, storage, ended } = await starting();
    parent.kill("SIGKILL");
    expect(await ended).toMatch(/^SIGKILL /);
    await gone(storage);
  });

  it("tells how the start failed, with the log", async () => {
    const { storage, ended } = await starting();
    process.kill(storage, "SIGKILL");
    expect(await ended).toMatch(/^1 Error: OpenSearch ended with SIGKILL while starting \(log: .*storage\.log\)/);
  });
});

function storageOf(parent: number | undefined): number | undefined {
  const { stdout } = spawnSync("ps", ["-eo", "pid=,ppid=,args="], { encoding: "utf8" });
  const rows = stdout.split("\n").filter((row) => row.includes("cluster.Storage"));
  return rows.map((row) => row.trim().split(/\s+/).map(Number)).find(([, of]) => of === parent)?.[0];
}

function isThere(pid: number): boolean {
  const { status, stdout } = spawnSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" });
  // Where nobody waits for orphans they stay as zombies, which is as good as gone.
  return status === 0 && !stdout.startsWith("Z");
}
