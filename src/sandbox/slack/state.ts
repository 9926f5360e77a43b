import type { Problem } from "./block-kit.ts";
import type { Waiting } from "./faults.ts";
import type { Fields } from "./fields.ts";
import type { Messages } from "./messages.ts";
import type { ResponseUrls } from "./response-urls.ts";
import type { Triggers } from "./triggers.ts";
import type { Views } from "./views.ts";
import type { Workspace } from "./workspace.ts";

/** A call of the Web API, as it was asked and answered. */
export interface ApiCall {
  readonly method: string;
  readonly args: Fields;
  readonly token: "bot" | "app" | "unknown" | "none";
  /** Absent while it is under way, and for ever when the connection was dropped first. */
  readonly result?: Fields;
  /** Other than 200. */
  readonly status?: number;
}

/** Something that Slack did not take. */
export interface Refusal {
  /** A method, `response_url`, or `acknowledgement`. */
  readonly where: string;
  readonly error: string;
  /** For refused blocks: which and why. */
  readonly problems: readonly Problem[];
}

export interface Tokens {
  readonly bot: string;
  readonly app: string;
  readonly signingSecret: string;
}

/** All that the parts of one double share. */
export interface State {
  readonly workspace: Workspace;
  readonly messages: Messages;
  readonly views: Views;
  readonly triggers: Triggers;
  readonly responseUrls: ResponseUrls;
  readonly faults: Waiting;
  readonly tokens: Tokens;
  /** What the bot was granted. */
  readonly scopes: ReadonlySet<string>;
  /** Tokens that are good no more, with the error they are answered with. */
  readonly badTokens: Map<"bot" | "app", string>;
  readonly now: () => number;
  /** `http://127.0.0.1:PORT`, known when the double listens. */
  readonly url: () => string;
  /** Before it no message may be edited; a moment in seconds. */
  editableFrom: number;
  readonly calls: ApiCall[];
  readonly refusals: Refusal[];
}

const remembered = 10_000;

/** Adds to a list that forgets its oldest entries. */
export function remember<T>(list: T[], entry: T): void {
  list.push(entry);
  if (list.length > remembered) list.shift();
}
