/** Which wire form a server is asked in. */
import { describe, expect, it } from "vitest";
import { operateInstance, serveOperate } from "./operate-tables.ts";
import { instanceRow, keyOf } from "./rows.ts";
import { type Cluster, connect, noSuchPath, only, problem, type Serving, startCluster } from "./stub.ts";
import { serveTables } from "./tables.ts";

const signal = new AbortController().signal;

/** What a server is taken for, as far as it shows. */
async function takenFor({ engine, ask, asked }: Cluster) {
  const [, version] = await engine.check(signal);
  const { filters, states, eventKinds } = await engine.capabilities(signal);
  await ask.query({ state: "terminated" });
  const filter = asked.at(-1)?.body["filter"];
  const state = typeof filter === "object" && filter !== null && "state" in filter ? filter.state : undefined;
  return {
    ...version?.facts,
    since9: filters.includes("businessKey") && eventKinds.includes("operation"),
    since10: states.includes("suspended"),
    state,
  };
}

const row = instanceRow(keyOf(1));
const v2 = (version: string | null) => serveTables({ instances: [row] }, version);
/** A server of 8.6 or 8.7, which knows no instance by key. */
const before8 = (version: string) => serveOperate({ instances: [operateInstance(keyOf(1))] }, version);

describe("the version decides", () => {
  it.for<readonly [version: string, since9: boolean, since10: boolean]>([
    ["8.8.0", false, false],
    ["8.8.17-rc1", false, false],
    ["8.9.0-alpha1", true, false],
    ["8.9.0", true, false],
    ["8.10.0-SNAPSHOT", true, true],
    ["8.10.2", true, true],
    ["8.11.0", true, true],
    ["9.0.0", true, true],
    ["10.3.1", true, true],
  ])("%s speaks v2", async ([version, since9, since10]) => {
    const cluster = await startCluster(v2(version));
    expect(await takenFor(cluster)).toEqual({ version, api: "v2", since9, since10, state: "TERMINATED" });
  });

  it.for(["8.7.3", "8.6.0", "8.5.12", "7.24.0", "0.26.0"])("%s is asked through Operate", async (version) => {
    const cluster = await startCluster(before8(version));
    const expected = { version, api: "Operate v1", since9: false, since10: false, state: "CANCELED" };
    expect(await takenFor(cluster)).toEqual(expected);
  });

  it.for(["8.7.3", "8.6.0"])("%s that knows instances by key speaks as described in 2024", async (version) => {
    const cluster = await startCluster(v2(version));
    const expected = { version, api: "v2", since9: false, since10: false, state: "CANCELED" };
    expect(await takenFor(cluster)).toEqual(expected);
  });

  it.for(["nonsense", "", "v8.9", "8", "latest", "８.９.0"])(
    "%j decides nothing: how it behaves does",
    async (version) => {
      const expected = { version, since9: false, since10: false };
      expect(await takenFor(await startCluster(v2(version)))).toEqual({ ...expected, api: "v2", state: "TERMINATED" });
      const operate = { ...expected, api: "Operate v1", state: "CANCELED" };
      expect(await takenFor(await startCluster(before8(version)))).toEqual(operate);
    },
  );
});

describe("a server that does not tell its version", () => {
  const expected = { version: null, since9: false, since10: false };
  const topologies: Readonly<Record<string, Serving>> = {
    "tells the rest of its topology": () => ({ json: { brokers: [], clusterSize: 3 } }),
    "tells null": () => ({ json: { gatewayVersion: null } }),
    "tells a number": () => ({ json: { gatewayVersion: 8.9 } }),
    "has no topology": ({ path }) => noSuchPath(path),
    "forbids it": () => problem(403, "FORBIDDEN"),
    "has a web page there": () => ({ json: "a page", type: "text/html" }),
  };
  it.for(Object.entries(topologies))("%s: how it behaves decides", async ([, topology]) => {
    const [newer, older] = [v2("8.9.0"), before8("8.6.0")].map((others) => only(/^\/v2\/topology$/, topology, others));
    if (!newer || !older) throw new Error("no servers");
    const isV2 = { ...expected, api: "v2", state: "TERMINATED" };
    expect(await takenFor(await startCluster(newer))).toEqual(isV2);
    const isOperate = { ...expected, api: "Operate v1", state: "CANCELED" };
    expect(await takenFor(await startCluster(older))).toEqual(isOperate);
  });

  it("is v2 as well where instance 1 exists", async () => {
    const cluster = await startCluster(serveTables({ instances: [{ ...row, processInstanceKey: "1" }] }, null));
    expect(await takenFor(cluster)).toMatchObject({ api: "v2", state: "TERMINATED" });
  });
});

describe("a form that the configuration names", () => {
  it("operate is asked through Operate whatever the version, as 8.8 and 8.9 still have it", async () => {
    const cluster = await startCluster(before8("8.9.0"), { api: "operate" });
    expect(await takenFor(cluster)).toMatchObject({ version: "8.9.0", api: "Operate v1", state: "CANCELED" });
  });

  it("v2 is asked by v2 even where nothing shows it, in the version's own level", async () => {
    const hidden = only(/^\/v2\/(?:topology|process-instances\/1)$/, ({ path }) => noSuchPath(path), v2(null));
    expect(await takenFor(await startCluster(hidden, { api: "v2" }))).toMatchObject({ api: "v2", since9: false });
    const cluster = await startCluster(v2("8.10.1"), { api: "v2" });
    expect(await takenFor(cluster)).toMatchObject({ api: "v2", since10: true, state: "TERMINATED" });
  });
});

describe("an address as people write it", () => {
  it.for([
    ["/camunda", ""],
    ["/camunda", "/v2"],
    ["/camunda", "/v1/"],
    ["", "/v2/"],
    ["", "/v1"],
    ["/a/v2", "/v2"],
  ] as const)("%s with %s at its end", async ([path, ending]) => {
    const cluster = await startCluster(v2("8.9.0"), { path });
    const engine = connect(cluster.url + ending);
    const { instance } = await engine.get(
      { id: keyOf(1), include: [], waitUpToMs: 0, scope: {}, now: new Date() },
      signal,
    );
    await engine.close();
    expect(instance.id).toBe(keyOf(1));
    expect(cluster.asked.every(({ path }) => path.startsWith("/v2/"))).toBe(true);
  });
});

describe("finding out", () => {
  it("is done with the first question, and not again", async () => {
    const probes: string[] = [];
    const serving = before8("8.6.0");
    const cluster = await startCluster((asked) => {
      if (asked.path.startsWith("/v2/")) probes.push(asked.path);
      return serving(asked);
    });
    for (let n = 0; n < 5; n += 1) await cluster.ask.query({ limit: 1 });
    expect(probes).toEqual(["/v2/topology", "/v2/process-instances/1"]);
  });

  const failures: Readonly<Record<string, Serving>> = {
    "fails (500)": () => problem(500, "INTERNAL"),
    "fails as its web server does (500)": ({ path }) => ({
      status: 500,
      json: { timestamp: "2026-11-22T15:16:17.901+00:00", status: 500, error: "Internal Server Error", path },
    }),
    "has a gateway without a server behind it (502)": () => ({ status: 502, json: { message: "no upstream" } }),
    "asks to be left alone (503)": () => problem(503, "UNAVAILABLE"),
    "refuses the login (401)": () => ({ status: 401 }),
    "fails to tell its topology only (500)": only(/^\/v2\/topology$/, () => problem(500, "INTERNAL"), v2("8.9.0")),
  };
  it.for(Object.entries(failures))("a server that %s at first is asked again, and known then", async ([, failing]) => {
    const cluster = await startCluster(failing);
    await cluster.ask.query({ limit: 1 }).catch(() => {}); // refused, or answered with what is known so far
    cluster.serve(v2("8.9.0"));
    const { instances } = await cluster.ask.query({ limit: 1 });
    expect(instances).toMatchObject([{ id: keyOf(1) }]);
    expect(await takenFor(cluster)).toMatchObject({ version: "8.9.0", api: "v2", since9: true });
  });
});
