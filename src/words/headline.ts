import type { Incident, ProcessInstance, Waiting } from "../core/model.ts";
import { oneLine } from "./clean.ts";
import { agoText, durationText } from "./duration.ts";
import { elementWords, type Look, lookOf, quoted, stateWords } from "./instance.ts";
import { waitedText } from "./waiting.ts";
import { joinedWords, type Words } from "./words.ts";

interface Got {
  readonly instance: ProcessInstance;
  readonly waitingAt: readonly Waiting[];
  readonly incidents: readonly Incident[];
  /** What could not be read. */
  readonly unknown: readonly string[];
}

/** Whether it could not be read if something running is stuck: then it must not look as if nothing were. */
function isUnchecked({ instance: { state, hasIncident }, unknown }: Got): boolean {
  return (state === "active" || state === "suspended") && hasIncident === undefined && unknown.length > 0;
}

/** How the answer about one instance looks at a glance. */
export function lookOfGot(got: Got): Look {
  const look = lookOf(got.instance);
  return isUnchecked(got) ? { ...look, tone: "warning" } : look;
}

/** The answer in one line, to follow the name: "is stuck at Capture funds for 2 h 14 min", "completed 15:31 after 3 d 2 h". */
export function headlineWords(got: Got, now: Date): Words {
  const { state, engineState, startedAt, endedAt, durationMs, endReason } = got.instance;
  if (state === "active" || state === "suspended") return runningWords(got, now);
  if (state === "unknown") return [`is in a state this lookout does not know: ${oneLine(engineState)}`];
  const verb = { completed: "completed", terminated: "was terminated", failed: "failed" }[state];
  const took = durationMs ?? (startedAt && endedAt ? Date.parse(endedAt) - Date.parse(startedAt) : undefined);
  return joinedWords(
    [
      verb,
      endedAt ? [" ", { at: endedAt }] : undefined,
      took === undefined ? undefined : ` after ${durationText(took)}`,
      endReason ? `: ${quoted(endReason)}` : undefined,
    ],
    "",
  );
}

function runningWords(got: Got, now: Date): Words {
  const { instance, waitingAt, incidents } = got;
  const { word } = lookOf(instance);
  const [incident] = incidents;
  const place = waitingAt.find(({ element }) => element.elementId === incident?.element?.elementId) ?? waitingAt[0];
  const inCalled = incident !== undefined && incident.instanceId !== instance.id;
  const at = inCalled && incident.element ? incident.element : place?.element;
  const waited = inCalled ? sinceText(incident.since, now) : place && waitedText(place, now);
  const more = waitingAt.length > 1 && !inCalled ? `, and waits at ${waitingAt.length - 1} more` : undefined;
  const how = instance.state === "active" && !instance.hasIncident && at ? "waits" : `is ${word}`;
  const where: Words = at ? [" at ", { strong: elementWords(at) }, inCalled ? " in a called instance" : ""] : [];
  const unchecked = isUnchecked(got) ? ", incidents NOT checked" : undefined;
  return joinedWords([how, where, waited ? ` for ${waited}` : undefined, more, unchecked], "");
}

const sinceText = (iso: string, now: Date) => durationText(now.getTime() - Date.parse(iso));

/** State and time of an instance above its history: "stuck, started 2 h 14 min ago", "completed 15:31 after 3 d 2 h". */
export function spanWords(instance: ProcessInstance, now: Date): Words {
  const { startedAt, endedAt, durationMs } = instance;
  const state = instance.state === "unknown" ? stateWords(instance) : lookOf(instance).word;
  const after = durationMs ? ` after ${durationText(durationMs)}` : undefined;
  if (endedAt) return joinedWords([`${state} `, [{ at: endedAt }], after], "");
  const running = startedAt === undefined ? undefined : agoText(startedAt, now);
  return [running === undefined ? state : `${state}, started ${running} ago`];
}
