import type { Dispatcher } from "undici";
import { connectionFailure } from "./connection-failure.ts";
import type { Connections } from "./connections.ts";
import { abortFault, type Deadline, unlessAborted } from "./deadline.ts";
import { paused } from "./retry.ts";

/** A form to be posted to a login. */
export interface Form {
  readonly origin: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Posts a form. A connection that breaks is tried once more; an answer never is, whatever it says: logins are what servers
 * count and limit. Rejects with the connection's own error.
 */
export async function postForm(
  form: Form,
  connections: Connections,
  deadline: Deadline,
): Promise<Dispatcher.ResponseData<unknown>> {
  try {
    return await posted(form, connections, deadline.signal);
  } catch (error) {
    if (deadline.signal.aborted) throw abortFault(deadline.signal);
    const { passing } = connectionFailure(error, "", "", connections.proxy);
    if (!passing || !(await paused(1, 0, deadline))) throw error;
    return posted(form, connections, deadline.signal);
  }
}

function posted({ origin, path, headers, body }: Form, connections: Connections, signal: AbortSignal) {
  const sent = connections.dispatcher.request({
    origin,
    path,
    method: "POST",
    headers: {
      ...headers,
      "content-type": "application/x-www-form-urlencoded;charset=UTF-8",
      "accept-encoding": "identity",
    },
    body,
    signal,
    // The deadline is the only clock.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  return unlessAborted(sent, signal);
}
