import type { Ask } from "../request.ts";
import { countOptions, findOptions, getOptions, historyOptions, type Options, queryOptions } from "./options.ts";
import type { Verb } from "./verbs.ts";

export interface Example {
  /** What is typed after the slash command. */
  readonly text: string;
  readonly about: string;
}

/** One command of the app. Reading, help, the manifest and the documentation are made from these rows. */
export interface Command {
  readonly aliases: readonly string[];
  readonly asks: Ask;
  /**
   * What words without a name mean: an id, link or business key of one instance; processes, states and other conditions; a
   * command to be explained.
   */
  readonly takes: "key" | "conditions" | "command" | "nothing";
  /** How it is written, after the slash command. */
  readonly usage: string;
  readonly summary: string;
  /** What it asks for by itself. */
  readonly sets?: Readonly<Record<string, true | string>>;
  readonly options: Options;
  readonly examples: readonly Example[];
}

/** What the commands are for, in one sentence. */
export const purpose = "See where business-process instances are, and why they are stuck.";

export const commands = {
  find: {
    aliases: ["lookup"],
    asks: "find",
    takes: "key",
    usage: "[find] <business key, id or link>",
    summary: "Where an instance is, whichever engine has it",
    options: findOptions,
    examples: [
      { text: "ORDER-4711", about: "where it is, by business key, instance id or link" },
      { text: "ORDER-47*", about: "keys that begin like it" },
      { text: "find CUSTOMER 5003 engine=c7-prod", about: "in one engine" },
    ],
  },
  get: {
    aliases: ["show"],
    asks: "get",
    takes: "key",
    usage: "get <id or link> [option=value …]",
    summary: "One instance in detail",
    options: getOptions,
    examples: [
      { text: "get 2251799813685249", about: "where it is, and why it is stuck" },
      { text: "get 2251799813685249 include=variables", about: "with its variables" },
    ],
  },
  stuck: {
    aliases: ["incidents"],
    asks: "query",
    takes: "conditions",
    usage: "stuck [process …] [option=value …]",
    summary: "Instances with an open incident, oldest first",
    sets: { hasIncident: true },
    options: queryOptions,
    examples: [
      { text: "stuck order-process", about: "what is stuck, oldest first" },
      { text: "stuck order-process >2h", about: "at the same element for more than 2 hours" },
      { text: 'stuck message="Payment*" since=24h', about: "started in the last 24 hours, with this error" },
    ],
  },
  count: {
    aliases: ["overview"],
    asks: "query",
    takes: "conditions",
    usage: "count [stuck] [process …] [option=value …]",
    summary: "Numbers, and equal faults in groups",
    sets: { mode: "count" },
    options: countOptions,
    examples: [
      { text: "count stuck", about: "faults with their numbers" },
      { text: "count order-process since=7d", about: "how many of the last week run, ended, are stuck" },
    ],
  },
  query: {
    aliases: ["list", "search"],
    asks: "query",
    takes: "conditions",
    usage: "query [state] [process …] [option=value …]",
    summary: "Instances by any condition, newest first",
    options: queryOptions,
    examples: [
      { text: "query failed order-process since=24h", about: "by state, process and start" },
      { text: "query amount>=100 variable=country=DE", about: "by variables" },
      { text: "query element=Charge waiting=2h", about: "waiting at an element for more than 2 hours" },
    ],
  },
  history: {
    aliases: ["events"],
    asks: "history",
    takes: "key",
    usage: "history <business key, id or link> [option=value …]",
    summary: "What happened in one instance, in order",
    options: historyOptions,
    examples: [
      { text: "history 2251799813685249", about: "what led there" },
      { text: "history 2251799813685249 kind=operation", about: "who did what, where recorded" },
    ],
  },
  engines: {
    aliases: ["engine"],
    asks: "engines",
    takes: "nothing",
    usage: "engines",
    summary: "The engines that can be asked from here",
    options: {},
    examples: [{ text: "engines", about: "which ones there are" }],
  },
  help: {
    aliases: ["?", "-h", "--help"],
    asks: "help",
    takes: "command",
    usage: "help [command]",
    summary: "These commands, or the options of one",
    options: {},
    examples: [{ text: "help query", about: "every option of query" }],
  },
} as const satisfies Record<Verb, Command>;
