import { type Command, commands } from "../../src/slack/grammar/commands.ts";
import { helpOf, nameOf, type Options, queryOptions } from "../../src/slack/grammar/options.ts";
import { verbs } from "../../src/slack/grammar/verbs.ts";
import { code, table } from "./generated.ts";

const optionsTable = (options: Options) =>
  table(
    ["option", "", "for example"],
    Object.entries(options).map(([field, option]) => [
      code(nameOf(field, option)),
      helpOf(option),
      code(option.example),
    ]),
  );

const ownOptions = ({ options, takes }: Command) =>
  takes === "conditions"
    ? "those of `query`"
    : Object.entries(options).map(([field, option]) => code(nameOf(field, option)));

export const slackSections = () => ({
  commands: table(
    ["`/process …`", "", "options", "also"],
    verbs.map((verb) => {
      const { usage, summary, aliases }: Command = commands[verb];
      return [code(usage), summary, [ownOptions(commands[verb])].flat().join(", "), aliases.map(code).join(", ")];
    }),
  ),
  options: optionsTable(queryOptions),
});
