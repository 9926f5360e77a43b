import { createServer } from "node:http";

export interface Interpreter {
  readonly url: string;
  /** What the server behind it said, as text: no parser has touched the digits. */
  readonly said: readonly string[];
  close(): void;
}

/** How texts are changed on their way: addresses and bodies of requests, bodies of answers. */
export interface Interpreting {
  readonly request?: (text: string) => string;
  readonly answer?: (text: string) => string;
}

const itself = (text: string) => text;

/** A server before an open one, that hears what is said, and may put it into other words. */
export async function startInterpreter(target: string, how: Interpreting = {}): Promise<Interpreter> {
  const { request = itself, answer = itself } = how;
  const said: string[] = [];
  const server = createServer(async (incoming, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
    const { method = "GET", url = "/" } = incoming;
    const passed = await fetch(target + request(url), {
      method,
      headers: { "content-type": "application/json" },
      ...(method === "POST" ? { body: request(Buffer.concat(chunks).toString("utf8")) } : {}),
    });
    const body = answer(await passed.text());
    said.push(body);
    response.writeHead(passed.status, { "content-type": passed.headers.get("content-type") ?? "text/plain" }).end(body);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    said,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
