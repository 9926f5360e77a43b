import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { faultOf, instance, json, open, serve, serveTcp, signal } from "./servers.ts";

test.each([200, 400, 403, 404, 405, 406, 415, 500])("status %i with JSON comes back as it is", async (status) => {
  const server = await serve((_request, response) => json(response, { type: "X", id: 1 }, status));
  await expect(instance(open(server.url))).resolves.toEqual({ status, body: { type: "X", id: 1 } });
  expect(server.seen).toHaveLength(1);
});

test.each([400, 403, 404, 409, 500])("the problem details of a %i arrive", async (status) => {
  const problem = { type: "about:blank", title: "INVALID_ARGUMENT", status, detail: "why", instance: "/v2/x" };
  const server = await serve((_request, response) =>
    response.writeHead(status, { "content-type": "application/problem+json" }).end(JSON.stringify(problem)),
  );
  await expect(instance(open(server.url))).resolves.toEqual({ status, body: problem });
  expect(server.seen).toHaveLength(1);
});

test.each(["application/json;charset=UTF-8", "application/problem+json", "Application/HAL+JSON"])(
  "%s is JSON",
  async (type) => {
    const server = await serve((_request, response) =>
      response.writeHead(200, { "content-type": type }).end(`{"a":"ä"}`),
    );
    await expect(instance(open(server.url))).resolves.toEqual({ status: 200, body: { a: "ä" } });
  },
);

test("long numbers arrive without loss", async () => {
  const server = await serve((_request, response) =>
    response.writeHead(200, { "content-type": "application/json" }).end(`{"key":22517998136852490001}`),
  );
  await expect(instance(open(server.url))).resolves.toEqual({ status: 200, body: { key: "22517998136852490001" } });
});

test("plain text comes back as text in its own charset", async () => {
  const server = await serve((_request, response) =>
    response
      .writeHead(400, { "content-type": "text/plain;charset=ISO-8859-1" })
      .end(Buffer.from("Zeitzone ungültig", "latin1")),
  );
  await expect(instance(open(server.url))).resolves.toEqual({ status: 400, body: "Zeitzone ungültig" });
});

test.each([
  [204, undefined],
  [200, "application/json"],
  [404, "text/html"],
  [500, undefined],
])("an empty body (%i, %s) is undefined", async (status, type) => {
  const server = await serve((_request, response) =>
    response.writeHead(status, type === undefined ? {} : { "content-type": type }).end(),
  );
  await expect(instance(open(server.url))).resolves.toEqual({ status, body: undefined });
});

test.each([
  [200, "text/html", "<html>", "text/html"],
  [404, "text/html;charset=utf-8", "<html>", "text/html"],
  [200, "application/xml", "<a/>", "application/xml"],
  [200, "application/json", "{", "malformed JSON"],
  [200, "application/json", `[12345678901234567890,${"[".repeat(200_000)}${"]".repeat(200_000)}]`, "malformed JSON"],
])("%i %s that is no JSON", async (status, type, body, contentType) => {
  const server = await serve((_request, response) => response.writeHead(status, { "content-type": type }).end(body));
  await expect(faultOf(instance(open(server.url)))).resolves.toEqual({
    fault: "notJson",
    facts: { engine: "north", url: `${server.url}/process-instance/{id}`, status, contentType },
  });
});

test("a body without a type is no JSON", async () => {
  const server = await serve((_request, response) => response.writeHead(200).end("{}"));
  const { fault, facts } = await faultOf(instance(open(server.url)));
  expect([fault, facts]).toMatchObject(["notJson", { contentType: "an unnamed content type" }]);
});

test("a compressed answer is not unpacked", async () => {
  const server = await serve((_request, response) =>
    response.writeHead(200, { "content-type": "application/json", "content-encoding": "gzip" }).end(gzipSync("{}")),
  );
  const { fault, facts } = await faultOf(instance(open(server.url)));
  expect([fault, facts]).toMatchObject(["notJson", { contentType: "application/json packed by gzip" }]);
});

/** Writes until the other side hangs up; the promise gives the bytes that could be sent. */
function flood(type: string, chunk: Buffer, chunks: number) {
  const sent = Promise.withResolvers<number>();
  const server = serve((_request, response) => {
    response.writeHead(200, { "content-type": type });
    let written = 0;
    const more = (): void => {
      while (written < chunks) {
        written += 1;
        if (!response.write(chunk)) return void response.once("drain", more);
      }
      response.end();
    };
    response.on("close", () => sent.resolve(written * chunk.length));
    more();
  });
  return { server, sent: sent.promise };
}

const block = Buffer.alloc(100_000, " ");

test("a hundred megabytes are given up while they stream", async () => {
  const { server, sent } = flood("application/json", block, 1_000);
  await expect(faultOf(instance(open((await server).url)))).resolves.toEqual({
    fault: "answerTooLarge",
    facts: { engine: "north", limitBytes: 10_000_000 },
  });
  expect(await sent).toBeLessThan(60_000_000);
});

test("an answer that announces its size is given up before it comes", async () => {
  const server = await serve((_request, response) => {
    response.writeHead(200, { "content-type": "application/json", "content-length": 10_000_001 }).write("[");
  });
  const http = open(server.url, { timeoutMs: 60_000 });
  await expect(faultOf(instance(http))).resolves.toMatchObject({ fault: "answerTooLarge" });
});

test("ten megabytes are still an answer", async () => {
  const server = await serve((_request, response) =>
    response.writeHead(200, { "content-type": "application/json" }).end(`"${"x".repeat(9_999_998)}"`),
  );
  const reply = await instance(open(server.url));
  expect(String(reply.body)).toHaveLength(9_999_998);
});

test("plain text is cut where the asker wants, and not within a character", async () => {
  const { server, sent } = flood("text/plain", Buffer.from("é".repeat(50_000)), 1_000);
  const http = open((await server).url);
  const reply = await http.ask("stackTrace", { path: { id: "j" }, accept: "text", maxBytes: 1001, signal });
  expect(reply).toEqual({ status: 200, body: "é".repeat(500), cut: true });
  expect(await sent).toBeLessThan(60_000_000);
  expect((await server).seen[0]?.headers.accept).toBe("text/plain, application/json;q=0.5");
});

test("text that fits is not cut, errors in JSON are parsed whole, text without a limit is a fault", async () => {
  const server = await serve((request, response) => {
    if (request.url.includes("missing")) return json(response, { message: "x".repeat(500) }, 404);
    if (request.url.includes("long"))
      return response.writeHead(200, { "content-type": "text/plain" }).end("x".repeat(10_000_001));
    return response.writeHead(200, { "content-type": "text/plain" }).end("x".repeat(100));
  });
  const http = open(server.url);
  const ask = (id: string, maxBytes?: number) =>
    http.ask("stackTrace", { path: { id }, accept: "text", ...(maxBytes === undefined ? {} : { maxBytes }), signal });
  await expect(ask("short", 100)).resolves.toEqual({ status: 200, body: "x".repeat(100) });
  await expect(ask("missing", 100)).resolves.toEqual({ status: 404, body: { message: "x".repeat(500) } });
  await expect(faultOf(ask("long"))).resolves.toMatchObject({ fault: "answerTooLarge" });
});

test.each([
  ["announced", "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"],
  ["chunked", "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n"],
])("an %s body that ends early was cut off, and is not asked for again", async (_how, head) => {
  let requests = 0;
  const server = await serveTcp((socket) => {
    socket.once("data", () => {
      requests += 1;
      socket.end(head);
    });
  });
  await expect(faultOf(instance(open(server.url)))).resolves.toEqual({
    fault: "answerCutOff",
    facts: { engine: "north" },
  });
  expect(requests).toBe(1);
});

test.each([
  [
    302,
    "https://login.example.org/realms/x/protocol?client_id=1&state=secret",
    "loginPage",
    "https://login.example.org/realms/x/protocol",
  ],
  [303, "/welcome;jsessionid=ABC", "loginPage", "BASE/welcome"],
  [301, "/app/login?next=1", "loginPage", "BASE/app/login"],
  [307, "https://ann:pw@sso.example.org/", "loginPage", "https://sso.example.org/"],
  [301, "/rest/process-instance/a1", "redirected", "BASE/rest/process-instance/a1"],
  [308, "https://other.example.org/catalogue/authors", "redirected", "https://other.example.org/catalogue/authors"],
  [
    302,
    "https://other.example.org/process-instance/a1/?x=1",
    "redirected",
    "https://other.example.org/process-instance/a1/",
  ],
  [301, undefined, "redirected", "BASE/process-instance/a1"],
  [302, "http://[", "redirected", ""],
])("%i to %s is %s", async (status, location, fault, shown) => {
  const server = await serve((_request, response) =>
    response.writeHead(status, location === undefined ? {} : { location }).end("<a>"),
  );
  await expect(faultOf(instance(open(server.url)))).resolves.toEqual({
    fault,
    facts: { engine: "north", location: shown.replace("BASE", server.url) },
  });
  expect(server.seen).toHaveLength(1);
});

test("a 401 is asked once", async () => {
  const server = await serve((_request, response) => response.writeHead(401, { "www-authenticate": "Basic" }).end());
  await expect(faultOf(instance(open(server.url)))).resolves.toEqual({
    fault: "loginRefused",
    facts: { engine: "north" },
  });
  expect(server.seen).toHaveLength(1);
});
