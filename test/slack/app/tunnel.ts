import { createServer } from "node:http";
import { connect, type Socket } from "node:net";
import { onTestFinished } from "vitest";

export interface Tunnel {
  readonly url: string;
  /** Whom it was asked to connect to, one entry for each connection. */
  readonly asked: readonly string[];
  /** The logins that it was shown. */
  readonly logins: readonly (string | undefined)[];
  /** From now on it answers CONNECT with this status; what goes through it is broken off. */
  answers(status: number): void;
}

interface TunnelOptions {
  /** The end of a connection on Slack's side is not passed on, as Slack keeps connections whose WebSocket is closed. */
  readonly keepsOpen?: boolean;
}

/** A proxy that tunnels, and nothing else; it is closed when the test is over. */
export async function startTunnel({ keepsOpen = false }: TunnelOptions = {}): Promise<Tunnel> {
  const asked: string[] = [];
  const logins: (string | undefined)[] = [];
  const sockets = new Set<Socket>();
  let status = 200;
  const breakOff = () => {
    for (const socket of sockets) socket.destroy();
  };
  const server = createServer((_request, response) => response.writeHead(405).end());
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  server.on("connect", (request, socket) => {
    asked.push(request.url ?? "");
    logins.push(request.headers["proxy-authorization"]);
    if (status !== 200) return void socket.end(`HTTP/1.1 ${status} No\r\nContent-Length: 0\r\n\r\n`);
    const { hostname, port } = new URL(`http://${request.url}`);
    const onward = connect(Number(port), hostname, () => {
      socket.write("HTTP/1.1 200 Connected\r\n\r\n");
      onward.pipe(socket, { end: !keepsOpen });
      socket.pipe(onward);
    });
    onward.on("error", () => socket.destroy());
    socket.on("error", () => onward.destroy()).on("close", () => onward.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    breakOff();
    await new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    logins,
    answers: (next) => {
      status = next;
      breakOff();
    },
  };
}
