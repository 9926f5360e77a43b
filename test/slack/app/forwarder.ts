import { createServer, request as send } from "node:http";

/** An address that is there before the app is; what is asked of it goes to the app. */
export interface Forwarder {
  /** Where Slack sends its requests. */
  readonly requestUrl: string;
  /** The app listens at this port. */
  to(port: number): void;
  close(): Promise<void>;
}

/** Slack has to know the address of the app, and the app that of Slack: this one is known first. */
export async function startForwarder(): Promise<Forwarder> {
  let port = 0;
  const server = createServer((incoming, response) => {
    const { method, url, headers } = incoming;
    const outgoing = send({ host: "127.0.0.1", port, method, path: url, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    outgoing.on("error", () => response.destroy());
    incoming.pipe(outgoing);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const own = typeof address === "object" && address !== null ? address.port : 0;
  return {
    requestUrl: `http://127.0.0.1:${own}/slack/events`,
    to: (appPort) => {
      port = appPort;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
