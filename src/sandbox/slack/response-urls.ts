import { contentOf, isRefusal } from "./content.ts";
import { type Fields, flagOf, isFields, parsed, textOf } from "./fields.ts";
import { remember, type State } from "./state.ts";

/** Where a `response_url` leads, and what it stems from. */
export interface Issued {
  readonly channel: string;
  readonly user: string;
  /** The message whose button was clicked: only then can it be replaced or deleted. */
  readonly source?: { readonly ts: string };
}

export interface ResponseUrls {
  /** The path of a new one. */
  issue(to: Issued): string;
  /** What a path leads to now, which uses it once; or why it leads nowhere. */
  use(path: string): Issued | { readonly error: "used_url" | "expired_url" | "invalid_url" };
}

const uses = 5;
const goodForMs = 30 * 60_000;
const remembered = 20_000;

export function responseUrlStore(now: () => number): ResponseUrls {
  const issued = new Map<string, { readonly to: Issued; readonly until: number; left: number }>();
  let count = 0;
  return {
    issue: (to) => {
      count += 1;
      const path = `/response/T/${1_000_000_000_000 + count}/${(count * 2_654_435_761).toString(36).padStart(24, "R")}`;
      issued.set(path, { to, until: now() + goodForMs, left: uses });
      const [oldest] = issued.keys();
      if (issued.size > remembered && oldest !== undefined) issued.delete(oldest);
      return path;
    },
    use: (path) => {
      const found = issued.get(path);
      if (!found) return { error: "invalid_url" };
      if (now() >= found.until) return { error: "expired_url" };
      if (found.left === 0) return { error: "used_url" };
      found.left -= 1;
      return found.to;
    },
  };
}

interface Reply {
  readonly status: number;
  readonly body: Fields;
}

/** A post to a `response_url`. A refused one counts as a use as well. */
export function respond(state: State, path: string, body: string): Reply {
  const to = state.responseUrls.use(path);
  if ("error" in to) return refused(state, 404, to.error);
  const said = parsed(body);
  if (!isFields(said)) return refused(state, 400, "invalid_payload");
  return say(state, to, said, "response_url");
}

/** Says in the channel, or to the person alone, what the app answered. */
export function say(state: State, to: Issued, said: Fields, where: string): Reply {
  const { messages, workspace } = state;
  const { channel, user, source } = to;
  if (workspace.channels.get(channel)?.isArchived) return refused(state, 400, "is_archived", where);
  if (source && flagOf(said["delete_original"])) {
    return messages.remove(channel, source.ts) ? done : refused(state, 404, "message_not_found", where);
  }
  const content = contentOf(said, state.faults.refusedBlocks);
  if (isRefusal(content)) {
    remember(state.refusals, { where, error: content.error, problems: content.problems });
    return { status: 400, body: { ok: false, error: content.error } };
  }
  if (source && flagOf(said["replace_original"]) !== false) {
    return messages.update(channel, source.ts, content) ? done : refused(state, 404, "message_not_found", where);
  }
  const threadTs = textOf(said["thread_ts"]);
  messages.post(
    {
      channel,
      by: "bot",
      ...(threadTs === undefined ? {} : { threadTs }),
      ...(said["response_type"] === "in_channel" ? {} : { ephemeralTo: user }),
    },
    content,
  );
  return done;
}

const done: Reply = { status: 200, body: { ok: true } };

function refused(state: State, status: number, error: string, where = "response_url"): Reply {
  remember(state.refusals, { where, error, problems: [] });
  return { status, body: { ok: false, error } };
}
