import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { Config } from "../../src/config.ts";
import { twinProblems } from "../../src/main/twins.ts";
import { worldOf } from "../../src/main/world.ts";
import { startSandbox } from "../../src/sandbox/sandbox.ts";
import { certificate, privateKey } from "../config/loading.ts";
import { serveTcp } from "../engines-http/servers.ts";
import { run } from "./run.ts";

type Engines = Config["engines"];
const settings = { auth: { type: "none" }, timeoutMs: 1_000, businessKey: "businessKey" } as const;
const camunda7 = (id: string, url: string, engineName?: string): Engines[number] => ({
  ...settings,
  id,
  kind: "camunda7",
  url,
  ...(engineName === undefined ? {} : { engineName }),
});
const camunda8 = (id: string, url: string): Engines[number] => ({
  ...settings,
  id,
  kind: "camunda8",
  url,
  businessKey: "businessId",
});
const bpel = (id: string, url: string): Engines[number] => ({
  ...settings,
  id,
  kind: "bpel",
  url,
  businessKey: "name",
  csrfToken: false,
});

test("one dead engine, one that hangs and one that can never be asked leave the others their findings", async () => {
  const sandbox = await startSandbox({ now: Date.parse("2026-11-22T12:00:00Z") });
  onTestFinished(() => sandbox.close());
  const dead = await serveTcp(() => {});
  await dead.stop();
  const hanging = await serveTcp(() => {});
  const folder = await mkdtemp(join(tmpdir(), "lookout-doctor-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, "c.pem"), certificate);
  await writeFile(join(folder, "k.pem"), privateKey);
  const engine = (id: string, rest: string) => `  - { id: ${id}, kind: camunda7, timeout: 1500ms, ${rest} }\n`;
  const file = join(folder, "lookout.yaml");
  await writeFile(
    file,
    `engines:\n${engine("up", `url: "${sandbox.url}"`)}${engine("dead", `url: "${dead.url}"`)}${engine("hangs", `url: "${hanging.url}"`)}${engine("never", 'url: "https://127.0.0.1:9", tls: { cert: c.pem, key: k.pem }')}${engine("again", `url: "${sandbox.url}/"`)}aliases: [[a, b]]\nfleet: { timeout: 2s }\n`,
  );
  const { code, out, err } = await run(["doctor", "--config", file, "--json"]);
  const { engines, fleet, config } = JSON.parse(out);
  type Told = { id: string; findings: { check: string; status: string; problem?: string }[] };
  const findingsOf = (wanted: string): Told["findings"] =>
    engines.flatMap(({ id, findings }: Told) => (id === wanted ? findings : []));
  const statuses = (id: string) => findingsOf(id).map(({ check, status }) => `${check} ${status}`);
  expect(statuses("up")).toEqual(["reachable ok", "version ok", "rights ok", "history ok"]);
  expect(statuses("again")).toEqual(statuses("up"));
  for (const id of ["dead", "hangs", "never"]) expect(statuses(id)).toEqual(["reachable failed"]);
  expect(findingsOf("dead")[0]?.problem).toContain("cannot be reached");
  expect(findingsOf("hangs")[0]?.problem).toContain("did not answer in 1.5 s");
  expect(findingsOf("never")[0]?.problem).toContain("tls");
  expect(fleet).toEqual({
    timeoutMs: 2_000,
    aliases: [["a", "b"]],
    problems: [expect.stringContaining("up and again")],
  });
  expect(config.summary).toMatchObject({ fleetTimeoutMs: 2_000, aliases: [["a", "b"]] });
  expect([code, err]).toEqual([3, ""]);
});

test("an engine that can never be asked says so, and ends in peace", async () => {
  const tls = { cert: certificate, key: privateKey };
  const source = { from: "environment", ignored: [] } as const;
  const engines = [{ ...camunda7("never", "https://127.0.0.1:9"), tls }];
  const world = await worldOf(
    { source, engines, fleetTimeoutMs: 1, aliases: [], proxy: {}, files: [] },
    new AbortController().signal,
  );
  const [engine] = world.engines;
  const asked = engine?.capabilities(new AbortController().signal);
  await expect(asked).rejects.toMatchObject({ fault: "configInvalid" });
  await expect(world.close()).resolves.toBeUndefined();
});

test("questions get the time and the aliases of the configuration", async () => {
  const source = { from: "environment", ignored: [] } as const;
  const aliases = [["a", "b"]];
  const config = { source, engines: [camunda7("one", "http://127.0.0.1:9")], fleetTimeoutMs: 1_234, aliases };
  const { signal } = new AbortController();
  const world = await worldOf({ ...config, proxy: {}, files: [] }, signal);
  onTestFinished(() => world.close());
  expect(world.call(signal)).toMatchObject({ fleetTimeoutMs: 1_234, aliases, signal });
});

test.each<[string, Engines, readonly string[]]>([
  ["none", [], []],
  ["one", [camunda7("a", "http://c7/engine-rest")], []],
  ["others", [camunda7("a", "http://c7/engine-rest"), camunda7("b", "http://c7:81/engine-rest")], []],
  ["two of a server", [camunda7("a", "http://c7/engine-rest"), camunda7("b", "http://c7/engine-rest", "second")], []],
  ["two kinds", [camunda7("a", "http://host"), camunda8("b", "http://host")], []],
  ["two kinds at a root", [camunda8("a", "http://host/v2"), bpel("b", "http://host/rest/bpm/bfm/v1")], []],
  ["a server of IBM", [bpel("a", "http://host/"), bpel("b", "http://host/rest/bpm/bfm/v1")], ["a and b"]],
  ["the same", [camunda7("a", "http://c7/engine-rest"), camunda7("b", "http://C7:80/engine-rest")], ["a and b"]],
  [
    "its default",
    [camunda7("a", "http://c7/engine-rest"), camunda7("b", "http://c7/engine-rest", "default")],
    ["a and b"],
  ],
  ["a cluster", [camunda8("a", "http://c8"), camunda8("x", "http://x"), camunda8("b", "http://c8/v2")], ["a and b"]],
  [
    "several",
    [
      camunda8("a", "http://c8/v1"),
      camunda8("b", "http://c8/v2"),
      camunda8("c", "http://c8"),
      camunda7("d", "http://d"),
      camunda7("e", "http://d"),
    ],
    ["a and b and c", "d and e"],
  ],
])("twins: %s", (_name, engines, named) => {
  expect(twinProblems(engines).map((problem) => problem.split(" have ")[0])).toEqual(named);
});
