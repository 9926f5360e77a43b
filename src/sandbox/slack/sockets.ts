import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import type { Timings } from "./envelope.ts";
import type { Faults } from "./faults.ts";
import type { State } from "./state.ts";
import type { Timers } from "./timers.ts";

/** One open socket of the app. */
export interface Socket {
  readonly socket: WebSocket;
  /** What Slack calls its own end. */
  readonly host: string;
  /** Nothing goes through it, and nobody has noticed. */
  stalled: boolean;
}

/** The sockets that the app has opened. */
export interface Sockets extends Pick<Faults, "disconnect" | "breakSockets" | "stallSockets" | "withoutHello"> {
  /** An address that is good for one socket, and only for a while. */
  connectionUrl(): string;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  count(): number;
  /** The socket whose turn it is, another than this if there is another. */
  next(than?: Socket): Socket | undefined;
  close(): Promise<void>;
}

interface Told {
  heard(text: string): void;
  gone(socket: Socket): void;
}

const mostSockets = 10;
/** What Slack says about the life of a socket, in seconds. */
const approximateLife = 18_060;
/** How long the other side has to end a socket that is closed, in milliseconds. */
const farewellMs = 200;

export function send({ socket, stalled }: Socket, message: object): void {
  if (!stalled) socket.send(JSON.stringify(message));
}

export function openSockets(state: State, timers: Timers, timings: Timings, told: Told): Sockets {
  const server = new WebSocketServer({ noServer: true });
  const tickets = ticketsOf(state, timings.ticketMs);
  const open: Socket[] = [];
  let opened = 0;
  let turn = 0;
  let greetless = 0;

  /** Whoever leaves gets nothing more, also before it is gone. */
  const leave = (one: Socket) => {
    const place = open.indexOf(one);
    if (place >= 0) open.splice(place, 1);
  };

  const admitted = (socket: WebSocket) => {
    opened += 1;
    const one: Socket = { socket, host: `applink-${opened}`, stalled: false };
    if (open.length >= mostSockets) return refuse(one);
    open.push(one);
    attend(one, timers, timings.pingMs, {
      heard: told.heard,
      gone: () => {
        leave(one);
        told.gone(one);
      },
    });
    if (greetless > 0) greetless -= 1;
    else send(one, hello(state, one, open.length));
  };

  return {
    connectionUrl: () =>
      `${state.url().replace(/^http/, "ws")}/link/?ticket=${tickets.issue()}&app_id=${state.workspace.app.id}`,
    upgrade: (request, socket, head) => {
      const { pathname, searchParams } = new URL(request.url ?? "/", state.url());
      if (pathname === "/link/" && tickets.use(searchParams.get("ticket") ?? "")) {
        server.handleUpgrade(request, socket, head, admitted);
      } else {
        socket.end("HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
      }
    },
    count: () => open.length,
    next: (than) => {
      const others = open.length > 1 ? open.filter((one) => one !== than) : open;
      turn += 1;
      return others[turn % Math.max(others.length, 1)];
    },
    disconnect: (reason = "refresh_requested", { sockets = "newest", closeAfterMs = 0 } = {}) => {
      for (const one of sockets === "all" ? [...open] : open.slice(-1)) {
        send(one, { type: "disconnect", reason, debug_info: { host: one.host } });
        timers.after(closeAfterMs, () => {
          leave(one);
          one.socket.close(1000);
        });
      }
    },
    breakSockets: () => {
      for (const one of [...open]) {
        leave(one);
        one.socket.terminate();
      }
    },
    stallSockets: () => {
      for (const one of open) {
        one.stalled = true;
        one.socket.pause();
      }
    },
    withoutHello: (times = 1) => {
      greetless += times;
    },
    close: async () => {
      await Promise.all(open.map(farewell));
      server.close();
    },
  };
}

function ticketsOf({ now }: State, goodForMs: number) {
  const issued = new Map<string, number>();
  return {
    issue: () => {
      const ticket = randomUUID();
      issued.set(ticket, now() + goodForMs);
      return ticket;
    },
    use: (ticket: string) => {
      const until = issued.get(ticket);
      issued.delete(ticket);
      return until !== undefined && now() <= until;
    },
  };
}

function attend(one: Socket, timers: Timers, pingMs: number, { heard, gone }: Told): void {
  const { socket, host } = one;
  const stopPings = timers.every(pingMs, () => {
    if (!one.stalled) socket.ping(`Ping from ${host}`);
  });
  socket.on("message", (data) => {
    if (!one.stalled) heard(String(data));
  });
  socket.on("error", () => socket.terminate());
  socket.on("close", () => {
    stopPings();
    gone(one);
  });
}

const hello = ({ workspace }: State, { host }: Socket, count: number) => ({
  type: "hello",
  num_connections: count,
  debug_info: { host, build_number: 1, approximate_connection_time: approximateLife },
  connection_info: { app_id: workspace.app.id },
});

function refuse(one: Socket): void {
  send(one, { type: "disconnect", reason: "too_many_websockets", debug_info: { host: one.host } });
  one.socket.on("error", () => one.socket.terminate());
  one.socket.close(1000);
}

function farewell({ socket, stalled }: Socket): Promise<void> {
  return new Promise((resolve) => {
    const end = setTimeout(() => socket.terminate(), stalled ? 0 : farewellMs);
    socket.on("close", () => {
      clearTimeout(end);
      resolve();
    });
    if (!stalled) socket.close(1001);
  });
}
