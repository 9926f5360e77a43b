import { createServer, type Server } from "node:net";

/** So many different ports that are free on the loopback interface, of the system's choice. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, () => listening(0)));
  const ports = servers.map(portOf);
  await Promise.all(servers.map(closed));
  return ports;
}

/** Which of them are taken. */
export async function takenPorts(ports: readonly number[]): Promise<number[]> {
  const tried = ports.map(async (port) => {
    const server = await listening(port).catch(() => undefined);
    if (!server) return [port];
    await closed(server);
    return [];
  });
  return (await Promise.all(tried)).flat();
}

const listening = (port: number): Promise<Server> =>
  new Promise((done, failed) => {
    const server = createServer();
    server.once("error", failed).listen(port, "127.0.0.1", () => done(server));
  });

function portOf(server: Server): number {
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("a server without port");
  return address.port;
}

const closed = (server: Server): Promise<void> => new Promise((done) => server.close(() => done()));
