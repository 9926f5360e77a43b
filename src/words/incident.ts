import type { Incident, ProcessInstance, Waiting } from "../core/model.ts";
import { oneLine } from "./clean.ts";
import { sinceWords } from "./duration.ts";
import { elementWords, quoted } from "./instance.ts";
import { joinedWords, type Words } from "./words.ts";

interface Got {
  readonly instance: Pick<ProcessInstance, "id">;
  readonly waitingAt: readonly Waiting[];
}

/** "failedJob at Charge card in called instance 42 since 15:31 (2 h 14 min)", without what the rest of the answer says. */
export function incidentWords(incident: Incident, { instance, waitingAt }: Got, now: Date): Words {
  const { element, since, resolvedAt, retries } = incident;
  const elsewhere = incident.instanceId !== instance.id;
  const atOther = element && (elsewhere || waitingAt.length !== 1) ? ` at ${elementWords(element)}` : "";
  const place = `${atOther}${elsewhere ? ` in called instance ${oneLine(incident.instanceId)}` : ""}`;
  const known = waitingAt.some((waiting) => waiting.since === since);
  const open: Words = known ? [] : [" since ", ...sinceWords(since, now)];
  const end: Words = resolvedAt ? [", resolved ", { at: resolvedAt }] : [];
  const left = retries === undefined || retries === 0 ? "" : `, ${retries} retries left`;
  const when: Words = incident.resolved ? [" from ", { at: since }, ...end] : open;
  return joinedWords([oneLine(incident.type), place, when, left], "");
}

/** What the engine says of the incident, in quotes, and how much more of it there is. */
export function messageWords({ message, messageLength }: Pick<Incident, "message" | "messageLength">): string {
  if (message === null) return "no message";
  return `${quoted(message)}${messageLength === undefined ? "" : ` (cut, ${messageLength} characters)`}`;
}
