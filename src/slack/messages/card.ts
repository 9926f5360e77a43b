import type { GetOutput } from "../../../tools/index.ts";
import type { EngineReport } from "../../core/model.ts";
import { oneLine } from "../../words/clean.ts";
import { headlineWords, lookOfGot } from "../../words/headline.ts";
import { definitionWords, quoted, stateWords } from "../../words/instance.ts";
import { commandOf } from "../grammar/parse.ts";
import type { RequestOf } from "../request.ts";
import { actionsBlock } from "./buttons.ts";
import { cardButtons, cardSteps } from "./card-buttons.ts";
import {
  familyPart,
  type Hand,
  identityPart,
  incidentPart,
  unknownPart,
  variablePart,
  waitingPart,
} from "./card-parts.ts";
import { clipped, fitting } from "./clip.ts";
import { footing } from "./footing.ts";
import { limits, sizeOf } from "./limits.ts";
import type { Block, Message, Scene } from "./message.ts";
import { notice, plainText, wordsOf } from "./plain-text.ts";
import { context, line, ofWords, richText, text } from "./rich-text.ts";
import { sign } from "./signs.ts";
import { notChecked } from "./unchecked.ts";

/**
 * One instance: where it stands in the first block, then the evidence, then what to ask next. `missing` are engines that
 * were asked for it too and gave nothing.
 */
export function card(
  output: GetOutput,
  scene: Scene,
  request: RequestOf<"get">,
  missing: readonly EngineReport[],
): Message {
  const blocks = fitting((width) => ({ blocks: cardBlocks(output, scene, request, missing, width), isCut: false }));
  if (scene.form === "plain") return { text: plainText(blocks) };
  return { text: notice(`${wordsOf(headline(output, missing, scene.now))} · ${processWords(output)}`), blocks };
}

function cardBlocks(
  output: GetOutput,
  scene: Scene,
  request: RequestOf<"get">,
  missing: readonly EngineReport[],
  width: number,
): Block[] {
  const hand: Hand = { now: scene.now, width };
  const evidence = [
    ...waitingPart(output, hand),
    ...incidentPart(output, hand),
    ...familyPart(output, hand),
    ...identityPart(output, hand),
  ];
  const head = [
    richText(clipped([headline(output, missing, scene.now)], width)),
    richText(unknownPart(output, missing, hand)),
    context(processWords(output)),
    richText(evidence),
  ];
  const foot = [
    scene.form === "plain" ? richText(stepLines(output, scene)) : undefined,
    actionsBlock(cardButtons(output, scene, request)),
    footing([], `${scene.command} ${commandOf(request)}`, scene.form),
  ];
  const room = limits.blocksJson - besideVariables - sizeOf([...head, ...foot].filter((block) => block !== undefined));
  const variables = richText(variablePart(output, room, Math.min(width, variableWidth)));
  return [...head, variables, ...foot].filter((block) => block !== undefined);
}

/** Characters of JSON of the block around the variables. */
const besideVariables = 300;
const variableWidth = 300;

/** What the buttons ask, where there are none. */
function stepLines(output: GetOutput, scene: Scene) {
  return cardSteps(output, scene).map(({ label, request }) =>
    line(text(`${label}: ${scene.command} ${commandOf(request)}`)),
  );
}

/** "🔴 PAY-3 is stuck at Capture funds for 2 h 14 min", and who may have another of its name. */
function headline(output: GetOutput, missing: readonly EngineReport[], now: Date) {
  const { instance } = output;
  const name = oneLine(instance.businessKey ?? "") || definitionWords(instance.definition);
  const words = [...headlineWords(output, now), ...notChecked(missing)];
  return line(sign(lookOfGot(output).tone), text(" "), text(name, { bold: true }), text(" "), ofWords(words));
}

/**
 * "payment-collection v7 (5.0), "Payment collection" · c7-prod", without what the first line has for a name; and the engine's own
 * word for the state where it says more.
 */
function processWords({ instance }: GetOutput): string {
  const { definition, state, engine, businessKey } = instance;
  const process = oneLine(businessKey ?? "") === "" ? "" : definitionWords(definition);
  const tag = definition.versionTag ? `(${oneLine(definition.versionTag)})` : "";
  const title = definition.name && definition.name !== definition.key ? quoted(definition.name) : "";
  const said = stateWords(instance);
  const names = [[process, tag].filter(Boolean).join(" "), title].filter(Boolean).join(", ");
  return [names, oneLine(engine), said === state ? "" : said].filter(Boolean).join(" · ");
}
