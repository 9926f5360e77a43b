import { createServer, request as forward, type RequestListener } from "node:http";
import { createServer as createSecureServer, type ServerOptions } from "node:https";
import { connect } from "node:net";
import { expect, test, vi } from "vitest";
import { selfSigned } from "./certificates.ts";
import { faultOf, instance, json, listen, open, serve, serveTcp } from "./servers.ts";

const engine = await selfSigned();

/** A proxy that tunnels and forwards, and notes what it was asked for. */
async function serveProxy(status = 200, secure?: ServerOptions) {
  const asked: string[] = [];
  const authorizations: (string | undefined)[] = [];
  const listener: RequestListener = (request, response) => {
    asked.push(`${request.method} ${request.url}`);
    authorizations.push(request.headers["proxy-authorization"]);
    if (status !== 200) return void response.writeHead(status).end("<html>");
    const { "proxy-authorization": _own, ...headers } = request.headers;
    const onward = forward(request.url ?? "", { method: request.method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 0, answer.headers);
      answer.pipe(response);
    });
    request.pipe(onward);
  };
  const server = secure === undefined ? createServer(listener) : createSecureServer(secure, listener);
  server.on("connect", (request, socket) => {
    asked.push(`CONNECT ${request.url}`);
    authorizations.push(request.headers["proxy-authorization"]);
    if (status !== 200) return void socket.end(`HTTP/1.1 ${status} No\r\nContent-Length: 0\r\n\r\n`);
    const [host = "", port = ""] = (request.url ?? "").split(":");
    const onward = connect(Number(port), host, () => {
      socket.write("HTTP/1.1 200 Connected\r\n\r\n");
      onward.pipe(socket).pipe(onward);
    });
    onward.on("error", () => socket.destroy());
    socket.on("error", () => onward.destroy()).on("close", () => onward.destroy());
  });
  const { port, sockets } = await listen(server);
  return { port, url: `http://127.0.0.1:${port}`, host: `127.0.0.1:${port}`, asked, authorizations, sockets };
}

test("plain http is forwarded, https tunnelled, with our certificates and the proxy's own login", async () => {
  const proxy = await serveProxy();
  const client = await selfSigned("lookout.example.org");
  const plain = await serve((_request, response) => json(response, { n: 1 }));
  const secure = await serve((_request, response) => json(response, { n: 2 }), {
    ...engine,
    ca: client.cert,
    requestCert: true,
  });
  const uri = proxy.url.replace("//", "//ann:p%40ss@");
  await expect(instance(open(plain.url, { proxy: { httpProxy: uri } }))).resolves.toEqual({
    status: 200,
    body: { n: 1 },
  });
  const http = open(secure.url, { proxy: { httpsProxy: uri }, tls: { ca: engine.cert, ...client } });
  await expect(instance(http)).resolves.toEqual({ status: 200, body: { n: 2 } });
  expect(proxy.asked).toEqual([`GET ${plain.url}/process-instance/a1`, `CONNECT 127.0.0.1:${secure.port}`]);
  expect(proxy.authorizations).toEqual(["Basic YW5uOnBAc3M=", "Basic YW5uOnBAc3M="]);
  expect(secure.seen[0]?.headers["proxy-authorization"]).toBeUndefined();
});

test("the certificate behind a tunnel is checked", async () => {
  const proxy = await serveProxy();
  const server = await serve((_request, response) => json(response, {}), engine);
  await expect(faultOf(instance(open(server.url, { proxy: { httpsProxy: proxy.url } })))).resolves.toEqual({
    fault: "certificateUntrusted",
    facts: { engine: "north", reason: "DEPTH_ZERO_SELF_SIGNED_CERT" },
  });
  const other = await selfSigned("other.example.org");
  const elsewhere = await serve((_request, response) => json(response, {}), other);
  const http = open(elsewhere.url, { proxy: { httpsProxy: proxy.url }, tls: { ca: other.cert } });
  await expect(faultOf(instance(http))).resolves.toMatchObject({ facts: { reason: "ERR_TLS_CERT_ALTNAME_INVALID" } });
});

test.each(["127.0.0.1", "*", "example.org, 127.0.0.1:PORT"])(
  "what NO_PROXY names (%s) is asked directly",
  async (noProxy) => {
    const proxy = await serveProxy();
    const server = await serve((_request, response) => json(response, {}));
    const settings = { httpProxy: proxy.url, noProxy: noProxy.replace("PORT", String(server.port)) };
    await expect(instance(open(server.url, { proxy: settings }))).resolves.toMatchObject({ status: 200 });
    expect(proxy.asked).toEqual([]);
  },
);

test("the proxy for http is not used for https, and the environment's never", async () => {
  const proxy = await serveProxy();
  const plain = await serve((_request, response) => json(response, {}));
  const secure = await serve((_request, response) => json(response, {}), engine);
  const names = ["http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"];
  for (const name of names) vi.stubEnv(name, proxy.url);
  try {
    await instance(open(plain.url));
    await instance(open(plain.url, { proxy: {} }));
    await instance(open(secure.url, { tls: { ca: engine.cert }, proxy: { httpProxy: proxy.url } }));
  } finally {
    vi.unstubAllEnvs();
  }
  expect(proxy.asked).toEqual([]);
});

test.each([
  [407, "the proxy demands a login (407)"],
  [403, "the proxy refuses the connection (403)"],
])("a proxy that answers %i to a tunnel", async (status, reason) => {
  const proxy = await serveProxy(status);
  const http = open("https://engine.invalid/engine-rest", { proxy: { httpsProxy: proxy.url } });
  await expect(faultOf(instance(http))).resolves.toEqual({
    fault: "unreachable",
    facts: { engine: "north", url: "https://engine.invalid/engine-rest/process-instance/{id}", reason },
  });
});

test("a proxy that demands a login for plain http, or is not there", async () => {
  const proxy = await serveProxy(407);
  const refused = await faultOf(instance(open("http://engine.invalid", { proxy: { httpProxy: proxy.host } })));
  expect(refused).toMatchObject({ fault: "unreachable", facts: { reason: "the proxy demands a login (407)" } });
  const gone = await serveTcp(() => {});
  await gone.stop();
  for (const scheme of ["http", "https"]) {
    const settings = { httpProxy: gone.url, httpsProxy: gone.url };
    const absent = await faultOf(instance(open(`${scheme}://engine.invalid`, { proxy: settings })));
    expect(absent).toMatchObject({
      fault: "unreachable",
      facts: { reason: `proxy 127.0.0.1:${gone.port}: connection refused` },
    });
  }
});

test("a proxy that speaks TLS itself is checked against our authorities", async () => {
  const certificate = await selfSigned("localhost");
  const proxy = await serveProxy(200, certificate);
  const server = await serve((_request, response) => json(response, {}), engine);
  const settings = { httpsProxy: `https://localhost:${proxy.port}` };
  const ca = `${engine.cert}\n${certificate.cert}`;
  await expect(instance(open(server.url, { proxy: settings, tls: { ca } }))).resolves.toMatchObject({ status: 200 });
  const untrusting = open(server.url, { proxy: settings, tls: { ca: engine.cert } });
  await expect(faultOf(instance(untrusting))).resolves.toMatchObject({ fault: "certificateUntrusted" });
  expect(proxy.asked).toEqual([`CONNECT 127.0.0.1:${server.port}`]);
});

test("a 407 that no proxy of ours sent", async () => {
  const server = await serve((_request, response) => json(response, {}, 407));
  await expect(faultOf(instance(open(server.url)))).resolves.toMatchObject({ fault: "unreachable" });
});

test("at most eight connections go through a proxy, and close ends them", async () => {
  const proxy = await serveProxy();
  const server = await serve((_request, response) => json(response, {}));
  const secure = await serve((_request, response) => json(response, {}), engine);
  for (const url of [server.url, secure.url]) {
    const http = open(url, { tls: { ca: engine.cert }, proxy: { httpProxy: proxy.url, httpsProxy: proxy.url } });
    await Promise.all(Array.from({ length: 40 }, () => instance(http)));
    expect(proxy.sockets.size).toBeLessThanOrEqual(8);
    const closed = [...proxy.sockets].map((socket) => new Promise((resolve) => socket.once("close", resolve)));
    await http.close();
    await Promise.all(closed);
  }
});
