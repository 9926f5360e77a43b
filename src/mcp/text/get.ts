import type { tools } from "../../../tools/index.ts";
import type { CanAsk } from "../../core/askable.ts";
import type { OutputOf } from "../../core/tool.ts";
import { calledWords, familyLines } from "./family.ts";
import { incidentLines } from "./incidents.ts";
import { detailLine, headline, spanLine } from "./instance.ts";
import { variableLines } from "./variables.ts";
import { waitingLines } from "./waits.ts";
import { answer, word } from "./words.ts";

type Got = OutputOf<typeof tools.get>;

/** One instance: what it is, where it waits, what is wrong, whom it belongs to. */
export function getText(got: Got, now: Date, canAsk?: CanAsk): string {
  const { instance } = got;
  return answer(
    [
      headline(instance),
      got.unknown.length > 0
        ? `Could not be read now: ${got.unknown.map(word).join(", ")}. Do not conclude that there is none.`
        : undefined,
      spanLine(instance, now),
      ...waitingLines(got, now, calledWords(got)),
      ...incidentLines(got, now),
      ...familyLines(got),
      detailLine(instance),
      ...(got.variables ? variableLines(got.variables, got.variablesTotal) : []),
    ],
    nextSteps(got, canAsk),
  );
}

/** At most two calls that lead on from here. */
function nextSteps(got: Got, canAsk: CanAsk | undefined): (string | undefined)[] {
  const { instance, incidents, waitingAt, unknown } = got;
  if (unknown.length > 0) return ["ask again for what could not be read", historyStep("what led here")];
  const [incident] = incidents;
  if (incident && incident.instanceId !== instance.id) {
    return [
      `get_process_instance of ${calledWords(got)(incident.instanceId)} for the fault`,
      historyStep("what led here"),
    ];
  }
  if (incident && !incident.resolved) {
    const element = canAsk?.([instance.engine], "elementId") === false ? undefined : incident.element?.elementId;
    const key = `definitionKey=${word(instance.definition.key)}`;
    return [
      historyStep("what led here"),
      element === undefined
        ? `query_process_instances ${key} hasIncident=true for what else is stuck in it`
        : `query_process_instances ${key} elementId=${word(element)} hasIncident=true for others like it`,
    ];
  }
  const called = waitingAt.find(({ waitsFor }) => waitsFor.calledId !== undefined)?.waitsFor.calledId;
  return [
    called === undefined ? undefined : `get_process_instance of ${calledWords(got)(called)} for what it waits for`,
    historyStep(instance.endedAt ? "what happened" : "what led here"),
  ];
}

const historyStep = (what: string) => `get_process_instance_history of this instance for ${what}`;
