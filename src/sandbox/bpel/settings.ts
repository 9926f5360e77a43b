/** How the sandbox pretends that a Business Flow Manager was installed. */
import type { Sessions } from "./sessions.ts";

export type BpelSettings = {
  /** Undefined: nobody is asked who they are. */
  readonly auth?: BpelAuth | undefined;
  /** Whether every request needs a token against forgery, from `POST /bpm/system/login`. */
  readonly csrf?: boolean | undefined;
  /** What somebody meets who is not logged in: a challenge, or a redirect to a page with a form, which no program fills in. */
  readonly login?: "basic" | "form" | undefined;
};

export type BpelAuth = {
  /** Names and passwords. */
  readonly users: Readonly<Record<string, string>>;
  /** The names of the templates whose instances a user may see; who is not named here sees all. */
  readonly sees?: Readonly<Record<string, readonly string[]>> | undefined;
  /** To be given by who wants to end sessions: `newSessions()`. */
  readonly sessions?: Sessions | undefined;
};
