import type { QueryOutput } from "../../tools/index.ts";
import { showsVariable, type View } from "../core/access.ts";
import { correlationId } from "../core/correlation.ts";
import { cleanText } from "../core/text.ts";
import { type Call, visibleEngines } from "../core/tool.ts";
import type { Answer } from "./answering.ts";
import type { Place } from "./payloads.ts";
import type { Request } from "./request.ts";

/** One thing that somebody asked, and what came of it. */
export type Asked = {
  readonly place: Place;
  readonly via: "command" | "button" | "share";
} & (
  | { readonly refused: string }
  | {
      /** Whether a channel saw the answer. */
      readonly visible: boolean;
      readonly request: Request;
      readonly answer: Answer;
      /** What the question was asked with: whose views decided what the answer holds. */
      readonly call: Call;
    }
);

/** Takes note of one thing that was asked. */
export type Audit = (asked: Asked) => void;

/** Writes one JSON object a line: no text of an engine but ids and names of variables, nothing that was typed but names. */
export function createAudit(write: (line: string) => void): Audit {
  return (asked) => write(JSON.stringify(auditLine(asked, new Date(), correlationId())));
}

/** Ids, and names, of one line; a count tells how many there were. */
const most = 100;
const longestName = 120;

/** What one line says. */
export function auditLine(asked: Asked, at: Date, correlation: string): object {
  const { place, via } = asked;
  return {
    time: at.toISOString(),
    correlation,
    who: { user: place.userId, channel: place.channelId, team: place.teamId },
    via,
    ...("refused" in asked ? { visible: false, outcome: "refused", because: asked.refused } : answered(asked)),
  };
}

function answered({ visible, request, answer, call }: Exclude<Asked, { refused: string }>) {
  const masked = maskedIn(answer, (engine) => call.access(call.caller, engine));
  return {
    visible,
    ask: request.ask,
    ...("input" in request ? { fields: fieldsOf(request.input).slice(0, most) } : {}),
    engines: enginesAsked(request, call),
    ...shownIn(answer),
    masked: masked.slice(0, most),
    ...outcomeOf(answer),
  };
}

function outcomeOf(answer: Answer) {
  const kind = answer.kind === "failed" ? answer.report.kind : undefined;
  if (kind !== undefined && kind !== "notFound") return { outcome: "failed", kind };
  const isNone =
    kind === "notFound" || answer.kind === "none" || (answer.kind === "instances" && isEmpty(answer.output));
  return { outcome: isNone ? "none" : "answered" };
}

function isEmpty({ instances = [], counts }: QueryOutput): boolean {
  return instances.length === 0 && !counts?.definitions.length && !counts?.incidents.length;
}

/** Names alone: what is asked for may be a business key, or what a variable holds. */
function fieldsOf(input: object): string[] {
  return Object.entries(input).flatMap(([name, value]) => {
    if (value === undefined) return [];
    if (name !== "variables" || !Array.isArray(value)) return [name];
    return value.map((filter: unknown) => `variables.${nameIn(filter)}`);
  });
}

const nameIn = (filter: unknown) =>
  typeof filter === "object" && filter !== null && "name" in filter ? shortName(String(filter.name)) : "";

const shortName = (name: string) => cleanText(name, longestName).text;

function enginesAsked(request: Request, call: Call): readonly string[] {
  if (!("input" in request)) return [];
  const visible = visibleEngines(call).map(({ id }) => id);
  const { engine } = request.input;
  return engine === undefined ? visible : visible.filter((id) => id === engine);
}

/** The instances that the answer names, each once. */
function shownIn(answer: Answer) {
  const ids = new Map(idsIn(answer).map((one) => [`${one.engine} ${one.id}`, one]));
  return { shown: [...ids.values()].slice(0, most), shownTotal: ids.size };
}

type InstanceIds = readonly { readonly engine: string; readonly id: string }[];

function idsIn(answer: Answer): InstanceIds {
  switch (answer.kind) {
    case "instance": {
      const { instance, parent, root, called, incidents, waitingAt } = answer.output;
      const { id, parentId, rootId, engine } = instance;
      const waited = waitingAt.map(({ waitsFor }) => waitsFor.calledId);
      const relatives = [parent, root, ...called].map((relative) => relative?.id);
      return of(engine, [
        id,
        parentId,
        rootId,
        ...relatives,
        ...incidents.map(({ instanceId }) => instanceId),
        ...waited,
      ]);
    }
    case "instances":
      return (answer.output.instances ?? []).flatMap(({ engine, id, parentId, rootId }) =>
        of(engine, [id, parentId, rootId]),
      );
    case "history": {
      const { instance, events } = answer.output;
      const { id, parentId, rootId, engine } = instance;
      return of(engine, [id, parentId, rootId, ...events.map(({ calledId }) => calledId)]);
    }
    default:
      return [];
  }
}

const of = (engine: string, ids: readonly (string | null | undefined)[]): InstanceIds =>
  ids.flatMap((id) => (id ? [{ engine, id }] : []));

type ViewOf = (engine: string) => View | undefined;

/** What the reader would have seen of this answer with more rights, as far as the answer lets it be known. */
function maskedIn(answer: Answer, viewOf: ViewOf): string[] {
  const found = traces(answer);
  const isMasked = (engine: string, masks: (view: View) => boolean) => {
    const view = viewOf(engine);
    return view !== undefined && masks(view);
  };
  const keys = found.keys.some((engine) => isMasked(engine, ({ businessKeys }) => businessKeys !== "full"));
  const messages = found.messages.some((engine) =>
    isMasked(engine, ({ incidentMessages }) => incidentMessages !== "full"),
  );
  const variables = found.variables.filter(({ engine, name }) =>
    isMasked(engine, (view) => !showsVariable(view, name)),
  );
  return [
    ...(keys ? ["businessKeys"] : []),
    ...(messages ? ["incidentMessages"] : []),
    ...new Set(variables.map(({ name }) => `variables.${shortName(name)}`)),
  ];
}

/** Engines of which the answer holds business keys, or faults that had messages; and the variables in it. */
interface Traces {
  readonly keys: readonly string[];
  readonly messages: readonly string[];
  readonly variables: readonly { readonly engine: string; readonly name: string }[];
}

const faultEvents: ReadonlySet<string> = new Set(["incident", "jobFailure"]);

function traces(answer: Answer): Traces {
  switch (answer.kind) {
    case "instance": {
      const { instance, parent, root, called, waitingAt, incidents, variables = [] } = answer.output;
      const { engine } = instance;
      const keys = [
        ...[instance, parent, root, ...called].map((one) => one?.businessKey),
        ...waitingAt.map(({ waitsFor }) => waitsFor.correlationKey),
      ];
      return {
        keys: keys.some(isText) ? [engine] : [],
        messages: incidents.map(() => engine),
        variables: variables.map(({ name }) => ({ engine, name })),
      };
    }
    case "instances": {
      const { instances = [], counts } = answer.output;
      return {
        keys: instances.flatMap(({ engine, businessKey }) => (isText(businessKey) ? [engine] : [])),
        messages: (counts?.incidents ?? []).map(({ engine }) => engine),
        variables: [],
      };
    }
    case "history": {
      const { instance, events } = answer.output;
      const { engine, businessKey } = instance;
      return {
        keys: isText(businessKey) ? [engine] : [],
        messages: events.flatMap(({ kind }) => (faultEvents.has(kind) ? [engine] : [])),
        variables: events.flatMap(({ kind, name }) => (kind === "variable" && name ? [{ engine, name }] : [])),
      };
    }
    default:
      return { keys: [], messages: [], variables: [] };
  }
}

const isText = (value: unknown) => typeof value === "string";
