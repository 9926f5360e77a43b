import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, onTestFinished, test, vi } from "vitest";
import { fault } from "../../src/core/errors.ts";
import { faultOf, instance, json, open, serve, serveTcp, signal } from "./servers.ts";

test.each([429, 502, 503, 504])("a passing %i is asked again, at most three times in all", async (status) => {
  let left = 2;
  const server = await serve((_request, response) => json(response, { left }, left-- > 0 ? status : 200));
  const http = open(server.url);
  await expect(http.ask("list", { body: {}, signal })).resolves.toEqual({ status: 200, body: { left: 0 } });
  left = 100;
  const last = http.ask("list", { body: {}, signal });
  const overloaded = status === 429 || status === 503;
  if (overloaded) await expect(faultOf(last)).resolves.toEqual({ fault: "overloaded", facts: { engine: "north" } });
  else await expect(last).resolves.toEqual({ status, body: { left: 98 } });
  expect(server.seen).toHaveLength(6);
});

test("backpressure as Camunda 8 shows it is waited out", async () => {
  let left = 2;
  const server = await serve((_request, response) => {
    if (left-- === 0) return json(response, { items: [] });
    const problem = { type: "about:blank", title: "RESOURCE_EXHAUSTED", status: 503, detail: "…", instance: "/v2/x" };
    return response.writeHead(503, { "content-type": "application/problem+json" }).end(JSON.stringify(problem));
  });
  await expect(open(server.url).ask("list", { body: {}, signal })).resolves.toEqual({
    status: 200,
    body: { items: [] },
  });
});

test.each([
  [0, 100, 200],
  [0.999, 199, 398],
])("pauses between attempts grow, and chance (%d) spreads them", async (chance, shorter, longer) => {
  vi.spyOn(Math, "random").mockReturnValue(chance);
  onTestFinished(() => void vi.restoreAllMocks());
  const times: number[] = [];
  const server = await serve((_request, response) => {
    times.push(performance.now());
    json(response, {}, 429);
  });
  await faultOf(instance(open(server.url)));
  const [first = 0, second = 0, third = 0] = times;
  expect(second - first).toBeGreaterThan(shorter - 5);
  expect(third - second).toBeGreaterThan(longer - 5);
  expect(times).toHaveLength(3);
  expect(Math.random).toHaveBeenCalledTimes(2);
});

test.each([400, 401, 404, 500])("a %i is asked once", async (status) => {
  const server = await serve((_request, response) => json(response, {}, status));
  await instance(open(server.url)).catch(() => {});
  expect(server.seen).toHaveLength(1);
});

test.each([429, 503])("Retry-After of a %i is waited for", async (status) => {
  const times: number[] = [];
  const server = await serve((_request, response) => {
    times.push(performance.now());
    if (times.length === 1) response.writeHead(status, { "retry-after": "1" }).end();
    else json(response, {});
  });
  await expect(instance(open(server.url))).resolves.toMatchObject({ status: 200 });
  const [first = 0, second = 0] = times;
  expect(second - first).toBeGreaterThanOrEqual(1000);
});

test.each([
  [503, "120", 120_000],
  [429, "17", 17_000],
])("%i with Retry-After %s beyond the deadline is told at once", async (status, after, retryAfterMs) => {
  const server = await serve((_request, response) =>
    response.writeHead(status, { "retry-after": after }).end("<html>"),
  );
  await expect(faultOf(instance(open(server.url)))).resolves.toEqual({
    fault: "overloaded",
    facts: { engine: "north", retryAfterMs },
  });
  expect(server.seen).toHaveLength(1);
});

test.each([
  ["Thu, 01 Jan 1970 00:00:00 GMT", 0],
  ["soon", undefined],
])("a Retry-After of %s lengthens no pause", async (after, retryAfterMs) => {
  const server = await serve((_request, response) => response.writeHead(429, { "retry-after": after }).end("<html>"));
  await expect(faultOf(instance(open(server.url, { timeoutMs: 2_000 })))).resolves.toEqual({
    fault: "overloaded",
    facts: { engine: "north", ...(retryAfterMs === undefined ? {} : { retryAfterMs }) },
  });
  expect(server.seen).toHaveLength(3);
});

test("the deadline of the question counts, not only that of the request", async () => {
  const server = await serve((_request, response) => response.writeHead(503, { "retry-after": "5" }).end());
  const http = open(server.url, { timeoutMs: 6_000 });
  const asked = http.within(signal, async (question) => {
    await sleep(1_000);
    return instance(http, { signal: question });
  });
  await expect(faultOf(asked)).resolves.toMatchObject({ fault: "overloaded" });
  expect(server.seen).toHaveLength(1);
});

test("a connection that breaks before the answer is tried again", async () => {
  let connections = 0;
  const server = await serveTcp((socket) => {
    connections += 1;
    if (connections === 1) socket.resetAndDestroy();
    else if (connections === 2) socket.once("data", () => socket.end());
    else
      socket.once("data", () =>
        socket.end("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"),
      );
  });
  await expect(instance(open(server.url))).resolves.toEqual({ status: 200, body: {} });
  expect(connections).toBe(3);
});

test("a connection that always breaks is unreachable after three attempts", async () => {
  let connections = 0;
  const server = await serveTcp((socket) => {
    connections += 1;
    socket.once("data", () => socket.resetAndDestroy());
  });
  await expect(faultOf(instance(open(server.url)))).resolves.toEqual({
    fault: "unreachable",
    facts: { engine: "north", url: `${server.url}/process-instance/{id}`, reason: "connection reset" },
  });
  expect(connections).toBe(3);
});

test("a port where nobody listens", async () => {
  const gone = await serveTcp(() => {});
  await gone.stop();
  const { fault, facts } = await faultOf(instance(open(gone.url)));
  expect([fault, facts]).toMatchObject(["unreachable", { reason: "connection refused" }]);
});

test("a host that does not exist, and something that is not HTTP", async () => {
  const { fault, facts } = await faultOf(instance(open("http://no-such-host.invalid")));
  expect(fault).toBe("unreachable");
  expect(facts).toHaveProperty("reason", expect.stringMatching(/^host (?:not found|name could not be looked up)$/));
  const ssh = await serveTcp((socket) => socket.end("SSH-2.0-OpenSSH_9.6\r\n"));
  await expect(faultOf(instance(open(ssh.url)))).resolves.toMatchObject({ facts: { reason: "no HTTP at this port" } });
});

test.each([
  ["never answers", ""],
  ["never ends its headers", "HTTP/1.1 200 OK\r\n"],
  ["sends a byte now and then", "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n\r\n"],
])("a server that %s has timed out", async (_what, head) => {
  const server = await serveTcp((socket) => {
    socket.write(head);
    const trickle = setInterval(() => (head.endsWith("\r\n\r\n") ? socket.write(" ") : undefined), 5);
    socket.on("close", () => clearInterval(trickle));
  });
  await expect(faultOf(instance(open(server.url, { timeoutMs: 150 })))).resolves.toEqual({
    fault: "timedOut",
    facts: { engine: "north", afterMs: 150 },
  });
});

test("one deadline for all requests of a question", async () => {
  const server = await serveTcp(() => {});
  const http = open(server.url, { timeoutMs: 150 });
  await http.within(signal, async (question) => {
    await expect(faultOf(instance(http, { signal: question }))).resolves.toMatchObject({ fault: "timedOut" });
    expect(question.aborted).toBe(true);
    expect(question.reason).toMatchObject({ fault: "timedOut" });
    await expect(faultOf(instance(http, { signal: question }))).resolves.toMatchObject({ fault: "timedOut" });
  });
});

test("the asker's abort cancels, with the asker's own fault if it gives one", async () => {
  const arrived = Promise.withResolvers<void>();
  const server = await serve(() => arrived.resolve());
  const http = open(server.url, { timeoutMs: 60_000 });
  const asker = new AbortController();
  const asked = faultOf(http.within(asker.signal, (question) => instance(http, { signal: question })));
  await arrived.promise;
  asker.abort();
  await expect(asked).resolves.toEqual({ fault: "cancelled", facts: {} });
  const own = AbortSignal.abort(fault("queueFull", { engine: "fleet", limit: 1 }));
  await expect(faultOf(instance(http, { signal: own }))).resolves.toMatchObject({ fault: "queueFull" });
  expect(await http.within(own, async (question) => question.reason)).toMatchObject({ fault: "queueFull" });
  expect(server.seen).toHaveLength(1);
});

test("an abort is noticed while the connection is still being made, and during a pause", async () => {
  const silent = await serveTcp((socket) => connected.resolve(socket));
  const connected = Promise.withResolvers<unknown>();
  const first = new AbortController();
  const connecting = faultOf(
    instance(open(silent.url.replace("http:", "https:"), { timeoutMs: 60_000 }), { signal: first.signal }),
  );
  await connected.promise;
  first.abort();
  await expect(connecting).resolves.toMatchObject({ fault: "cancelled" });

  const busy = await serve((_request, response) => response.writeHead(503, { "retry-after": "50" }).end());
  const second = new AbortController();
  const pausing = faultOf(instance(open(busy.url, { timeoutMs: 60_000 }), { signal: second.signal }));
  await sleep(300);
  second.abort();
  await expect(pausing).resolves.toMatchObject({ fault: "cancelled" });
});

test("eight at once, sixty-four waiting, no more; who aborts leaves the queue", async () => {
  const held: (() => void)[] = [];
  const full = Promise.withResolvers<void>();
  let most = 0;
  let inside = 0;
  const server = await serve((_request, response) => {
    inside += 1;
    most = Math.max(most, inside);
    const answer = (): void => {
      inside -= 1;
      json(response, {});
    };
    if (server.seen.length > 8) return answer();
    held.push(answer);
    if (held.length === 8) full.resolve();
  });
  const http = open(server.url);
  const asker = new AbortController();
  const asked = Array.from({ length: 71 }, () => instance(http));
  const leaving = faultOf(instance(http, { signal: asker.signal, path: { id: "never" } }));
  await expect(faultOf(instance(http))).resolves.toEqual({ fault: "queueFull", facts: { engine: "north", limit: 64 } });
  await full.promise;
  asker.abort();
  await expect(leaving).resolves.toMatchObject({ fault: "cancelled" });
  asked.push(instance(http));
  for (const answer of held) answer();
  await Promise.all(asked);
  expect(most).toBe(8);
  expect(server.seen).toHaveLength(72);
  expect(server.seen.filter(({ url }) => url.includes("never"))).toEqual([]);
  expect(server.sockets.size).toBeLessThanOrEqual(8);
});

test("close cancels what is under way and leaves no connection", async () => {
  const arrived = Promise.withResolvers<void>();
  const server = await serve((request, response) => {
    if (request.url.includes("slow")) arrived.resolve();
    else json(response, {});
  });
  const http = open(server.url);
  const over = Promise.withResolvers<void>();
  const reason = http.within(signal, async (question) => {
    await over.promise;
    return question.reason;
  });
  await instance(http);
  const slow = faultOf(instance(http, { path: { id: "slow" } }));
  await arrived.promise;
  const sockets = [...server.sockets];
  await http.close();
  await expect(slow).resolves.toEqual({ fault: "cancelled", facts: {} });
  over.resolve();
  expect(await reason).toMatchObject({ fault: "cancelled" });
  await Promise.all(sockets.map((socket) => socket.closed || once(socket, "close")));
  expect(server.sockets.size).toBe(0);
  await expect(faultOf(instance(http))).resolves.toMatchObject({ fault: "cancelled" });
  await http.close();
});

test.each(["await http.close();", ""])("a process ends by itself after its last question (%j)", async (last) => {
  const server = await serve((_request, response) => json(response, {}));
  const script = `
    import { createHttp } from ${JSON.stringify(new URL("../../src/engines/http.ts", import.meta.url).href)};
    const http = createHttp({ engine: "n", url: "${server.url}", auth: { type: "none" }, timeoutMs: 600000, userAgent: "x" },
      { one: { method: "GET", path: "/one" } });
    await http.within(new AbortController().signal, (signal) => http.ask("one", { signal }));
    await http.within(new AbortController().signal, () => Promise.reject(new Error("no"))).catch(() => {});
    ${last}
    console.log("done");`;
  const child = spawn(process.execPath, [
    "--experimental-strip-types",
    "--no-warnings",
    "--input-type=module",
    "-e",
    script,
  ]);
  let output = "";
  child.stdout.on("data", (chunk) => (output += chunk));
  child.stderr.on("data", (chunk) => (output += chunk));
  const [code] = await once(child, "close");
  expect([code, output]).toEqual([0, "done\n"]);
});
