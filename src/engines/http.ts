import { fault } from "../core/errors.ts";
import { parseBase, requestTarget } from "./http/address.ts";
import { createAuthenticator } from "./http/auth.ts";
import { maxConnections, openConnections } from "./http/connections.ts";
import { createDeadlines } from "./http/deadline.ts";
import { exchange, type Message } from "./http/exchange.ts";
import { createGate } from "./http/gate.ts";
import { withRetries } from "./http/retry.ts";
import type { Ask, Http, HttpSettings, Read, ReadTable } from "./http/settings.ts";
import { agent } from "./http/token.ts";

export type { Ask, Auth, Http, HttpSettings, Proxy, Read, ReadTable, Reply, Tls } from "./http/settings.ts";

const maxWaiting = 64;

/**
 * The way to one engine. Only reads of the table can be sent; besides them only logins leave (http/token.ts for tokens,
 * http/session.ts for sessions, http/forgery-token.ts for tokens against forged requests).
 * Throws "configInvalid" for settings that can never work.
 */
export function createHttp<T extends ReadTable>(settings: HttpSettings, reads: T): Http<T> {
  const { engine } = settings;
  const base = parseBase(settings.url, `engines[${engine}].url`);
  const connections = openConnections(base, settings);
  const deadlines = createDeadlines(engine, settings.timeoutMs);
  const authenticator = createAuthenticator(settings, deadlines, base, connections);
  const gate = createGate(engine, maxConnections, maxWaiting);

  function messageOf(read: Read, ask: Ask): Message {
    const body = read.method === "POST" && ask.body !== undefined ? JSON.stringify(ask.body) : undefined;
    const headers = {
      accept: ask.accept === "text" ? "text/plain, application/json;q=0.5" : "application/json",
      "accept-encoding": "identity",
      "user-agent": agent(settings),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    };
    return { method: read.method, origin: base.origin, target: requestTarget(base, read, ask), headers, body };
  }

  return {
    async ask(name, ask) {
      const read = Object.hasOwn(reads, name) ? reads[name] : undefined;
      if (read === undefined) throw fault("internal", { detail: `no read ${name}` });
      const message = messageOf(read, ask);
      const deadline = deadlines.start(ask.signal);
      try {
        const leave = await gate.enter(deadline.signal);
        const asked = {
          engine,
          shown: base.shown + read.path,
          signal: deadline.signal,
          cutAt: ask.accept === "text" ? ask.maxBytes : undefined,
          answers401: settings.answers401,
        };
        return await withRetries(() => exchange(message, asked, connections, authenticator), deadline).finally(leave);
      } finally {
        deadline.stop();
      }
    },
    within: deadlines.within,
    async close() {
      deadlines.close();
      await Promise.all([connections.dispatcher.destroy(), authenticator.close()]);
    },
  };
}
