import { type Command, commands, type Example, purpose } from "../grammar/commands.ts";
import { helpOf, type Option } from "../grammar/options.ts";
import { type Verb, verbs } from "../grammar/verbs.ts";
import type { Message, Scene } from "./message.ts";
import { notice, plainText } from "./plain-text.ts";
import { code, line, list, type Paragraph, richText, text } from "./rich-text.ts";

/** How the lookout is asked; with a topic, everything that one command can be told. */
export function helpMessage(scene: Scene, topic?: Verb): Message {
  const paragraphs = topic === undefined ? overview(scene) : explained(topic, scene);
  const block = richText(paragraphs);
  const blocks = block ? [block] : [];
  if (scene.form === "plain") return { text: plainText(blocks) };
  return {
    text: notice(topic === undefined ? purpose : `${scene.command} ${topic}: ${commands[topic].summary}.`),
    blocks,
  };
}

const bold = { bold: true };

/** An example of each command, and what holds for all of them. */
function overview(scene: Scene): Paragraph[] {
  const shown = verbs.flatMap((verb): readonly Example[] => commands[verb].examples.slice(0, 1));
  return [
    line(text(purpose, bold), text(" Nothing is ever changed.")),
    list(shown.map((example) => exampleLine(example, scene))),
    line(
      text("Conditions are written "),
      code("name=value"),
      text(", lists with commas, values with blanks in quotes. All of them must match."),
    ),
  ];
}

function explained(topic: Verb, scene: Scene): Paragraph[] {
  const { summary, usage, aliases, options, takes, examples }: Command = commands[topic];
  const isAsQuery = takes === "conditions" && topic !== "query";
  const rows = isAsQuery ? [] : Object.values(options);
  return [
    line(code(`${scene.command} ${usage}`), text(`: ${summary}.`)),
    list(examples.map((example) => exampleLine(example, scene))),
    ...(rows.length > 0 ? [line(text("Options", bold)), list(rows.map(optionLine))] : []),
    ...(isAsQuery ? [line(text("Conditions are those of query: "), code(`${scene.command} help query`))] : []),
    ...(aliases.length > 0 ? [line(text(`The same as ${topic}: ${aliases.join(", ")}.`))] : []),
  ];
}

const exampleLine = ({ text: typed, about }: Example, { command }: Scene) =>
  line(code(`${command} ${typed}`), text(`: ${about}`));

const optionLine = (option: Option) => line(code(option.example), text(`: ${helpOf(option)}`));
