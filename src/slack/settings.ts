import * as z from "zod";
import type { Secret } from "../core/secret.ts";

/** Ids of channels; `G…` are private channels from before 2021. Names can be changed by whoever is in the channel. */
const channelId = /^[CG][A-Z0-9]{2,}$/;
const channelRule =
  "must be the channel's id, such as C0123ABCD, not its name: open the channel's details in Slack, the id is at the bottom";

/** What the configuration file says about the Slack app; tokens are never part of it. */
export const slackSection = z.strictObject({
  command: z
    .string()
    .regex(/^\/[a-z0-9_-]{1,31}$/, "must be a slash and 1 to 31 characters of a-z, 0-9, _ and -, such as /process")
    .default("/process")
    .describe("The slash command, as in the app's manifest; /process when left out"),
  incidentChannels: z
    .array(
      // A name in YAML begins with #, as a comment does: what is left of it is no text at all.
      z.string({ error: ({ input }) => (input === null ? channelRule : undefined) }).regex(channelId, channelRule),
    )
    .default([])
    .describe("Ids of the channels in which answers are for all to see, in a thread"),
  guests: z.enum(["refuse", "allow"]).default("refuse").describe("Guests of the workspace; refuse when left out"),
  sharedChannels: z
    .enum(["refuse", "allow"])
    .default("refuse")
    .describe("Channels shared with other organisations, and their people in them; refuse when left out"),
});

export type SlackSection = Readonly<z.output<typeof slackSection>>;

/** How the app and Slack reach each other. */
export type SlackConnection =
  | { readonly mode: "socket"; readonly appToken: Secret }
  | { readonly mode: "http"; readonly signingSecret: Secret };

/** Everything that the Slack app is told from outside. Printing, logging or serialising it shows no secret. */
export interface SlackSettings extends SlackSection {
  readonly botToken: Secret;
  readonly connection: SlackConnection;
  /** Base of the Web API where it is not Slack's own. */
  readonly apiUrl?: string;
}
