import { callOf, type Kind, type Question, questions, wordsOf } from "../questions/questions.ts";
import { code, table } from "./generated.ts";

const columns = {
  camunda7: "Camunda 7",
  v2: "Camunda 8 v2",
  operate: "Operate v1",
  bpel: "BPEL",
} satisfies Record<Kind, string>;
const kinds = ["camunda7", "v2", "operate", "bpel"] as const satisfies readonly Kind[];

function cell({ answers }: Question, kind: Kind): string {
  const answer = answers[kind];
  if (answer === "yes") return "yes";
  if ("yes" in answer) return `yes: ${answer.yes}`;
  if ("partly" in answer) return `in part: ${answer.partly}`;
  return `**no**, ${answer.refused.replace(/^the filter (\w+)$/, "`$1`")}: ${answer.because}`;
}

/** A `*` would be the shell's. */
const shellWord = (word: string) => (word.includes("*") ? `'${word}'` : word);

export const readmeSections = () => ({
  questions: table(
    ["", "question", "call", "in the terminal: `lookout …`", ...kinds.map((kind) => columns[kind])],
    Object.values<Question>(questions).map((one, index) => [
      String(index + 1),
      one.question,
      code(callOf(one)),
      code(wordsOf(one).map(shellWord).join(" ")),
      ...kinds.map((kind) => cell(one, kind)),
    ]),
  ),
});
