import type { ProcessInstance } from "../../core/model.ts";
import { duration, moment, since } from "./times.ts";
import { definitionWords, joined, link, nameBeside, quote, stateWords, word } from "./words.ts";

/** `PAY-3 · payment-collection v7 · active, stuck · c7-prod daf911a8-…` */
export function headline(instance: ProcessInstance): string {
  const { businessKey, definition, engine, id } = instance;
  return joined(
    [
      businessKey ? word(businessKey) : undefined,
      definitionWords(definition),
      stateWords(instance),
      `${word(engine)} ${word(id)}`,
    ],
    " · ",
  );
}

/** When it started and ended, by whom and why. */
export function spanLine(
  { startedAt, startedBy, endedAt, durationMs, endReason }: ProcessInstance,
  now: Date,
): string | undefined {
  const started = joined(
    [
      startedAt ? (endedAt ? moment(startedAt, now) : since(startedAt, now, durationMs ?? undefined)) : undefined,
      startedBy ? `by ${word(startedBy)}` : undefined,
    ],
    " ",
  );
  const ended = joined(
    [
      endedAt ? `ended ${moment(endedAt, now)}` : undefined,
      endedAt && typeof durationMs === "number" ? `after ${duration(durationMs)}` : undefined,
    ],
    " ",
  );
  const reason = endReason ? `reason ${quote(endReason)}` : undefined;
  const line = joined([started ? `started ${started}` : undefined, ended, reason], ", ");
  return line ? `${line.charAt(0).toUpperCase()}${line.slice(1)}` : undefined;
}

/** What is seldom asked for, in one line at the end. */
export function detailLine({ definition, tenantId, tags, restartedFrom, url }: ProcessInstance): string | undefined {
  const name = nameBeside(definition.key, definition.name);
  const line = joined(
    [
      name ? `process ${quote(name)}` : undefined,
      tenantId ? `tenant ${word(tenantId)}` : undefined,
      tags && tags.length > 0 ? `tags ${tags.map(word).join(", ")}` : undefined,
      restartedFrom ? `restarted from ${word(restartedFrom)}` : undefined,
      url ? `link ${link(url)}` : undefined,
    ],
    " · ",
  );
  return line ? `${line.charAt(0).toUpperCase()}${line.slice(1)}` : undefined;
}
