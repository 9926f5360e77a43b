import stringWidth from "string-width";
import { wrapText } from "./fit-text.ts";
import { type Format, paint, type Style } from "./style.ts";

/** One labelled part of an answer: evidence, a list of it, or a warning. */
export interface Field {
  readonly label: string;
  readonly lines: readonly string[];
  /** Of the label. */
  readonly format?: Format;
  /** Lines are free text, whose long words may be broken. */
  readonly anywhere?: boolean;
}

const indent = 2;

/** Labels in a column of their own, texts wrapped beside them. */
export function fieldsText(fields: readonly Field[], style: Style): string[] {
  const column = Math.max(0, ...fields.map(({ label }) => label.length)) + 2;
  const room = Math.max(20, style.width - indent - column);
  return fields.flatMap(({ label, lines, format, anywhere }) =>
    lines
      .flatMap((line) => wrapText(line, room, anywhere))
      .map((line, at) => {
        const name = (at === 0 ? label : "").padEnd(column);
        return `${" ".repeat(indent)}${at === 0 ? paint(style, format ?? "dim", name) : name}${line}`;
      }),
  );
}

/** A command that the reader can copy, and what it is for. */
export interface Step {
  readonly command: string;
  readonly why: string;
}

/** The next steps; a command is never wrapped, its reason goes beside it where there is room, else above. */
export function stepsText(steps: readonly Step[], style: Style): string[] {
  const longest = Math.max(0, ...steps.map(({ command }) => stringWidth(command)));
  const beside = steps.every(({ why }) => indent + 6 + longest + 3 + why.length <= style.width);
  return steps.flatMap(({ command, why }, at) => {
    const name = " ".repeat(indent) + (at === 0 ? paint(style, "dim", "next".padEnd(6)) : " ".repeat(6));
    if (beside)
      return [`${name}${command}${" ".repeat(longest - stringWidth(command) + 3)}${paint(style, "dim", why)}`];
    const under = " ".repeat(indent + 6);
    return [`${name}${paint(style, "dim", `${why}:`)}`, `${under}${command}`];
  });
}
