import type { types } from "@slack/bolt";
import type { CanAsk } from "../../core/askable.ts";

export type Block = types.KnownBlock;

/** One message: blocks for the eye, and a text for notifications, screen readers, and clients that show no blocks. */
export interface Message {
  /** mrkdwn, escaped: what the engines wrote is told as it stands, never as markup. */
  readonly text: string;
  /** Absent in the form `plain`. */
  readonly blocks?: Block[];
}

/**
 * How much of Block Kit a workspace takes: `table` all that the lookout uses, `preformatted` no table block, `plain` text
 * alone. A message that Slack refuses is made again in the next form.
 */
export const forms = ["table", "preformatted", "plain"] as const;
export type Form = (typeof forms)[number];

/** For whom and how a message is made. */
export interface Scene {
  /** The slash command with its slash, as `/process`. */
  readonly command: string;
  readonly now: Date;
  readonly form: Form;
  /** A message for one person has buttons that ask on and share; one for a channel only those that ask on. */
  readonly audience: "person" | "channel";
  /** What the engines of the answer can be asked, so that no button asks what would be refused. Absent: everything. */
  readonly canAsk?: CanAsk;
  /** Whether some value of a variable may be shown to the reader: then there is a button for variables. */
  readonly showsVariables: boolean;
}
