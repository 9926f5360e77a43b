import * as z from "zod";
import { redactEvent, redactInstance } from "../src/core/access.ts";
import { cursorCodec } from "../src/core/cursor.ts";
import type { EventPosition, HistoryAnswer } from "../src/core/engine.ts";
import { fault } from "../src/core/errors.ts";
import { besideRows, rowsThatFit } from "../src/core/fit.ts";
import * as model from "../src/core/model.ts";
import { defineTool } from "../src/core/tool.ts";
import { askOwner, assertVisible, type Candidate } from "./owner.ts";

const defaultKinds = ["instance", "element", "incident", "jobFailure", "calledInstance"] as const;

const input = z.strictObject({
  id: z.string().trim().min(1).max(2_000).describe("instance id, or a link to it"),
  engine: z.string().optional().describe("engine id"),
  kinds: z.array(z.enum(model.eventKinds)).min(1).optional().describe("default: all but variable and operation"),
  elementId: z.string().min(1).optional(),
  order: z.enum(["oldest", "newest"]).optional().describe("default oldest"),
  limit: z.int().min(1).max(200).optional().describe("default 50"),
  cursor: z.string().max(1_500).optional().describe("nextCursor of the same question"),
});

const output = z.object({
  instance: model.processInstance,
  events: z.array(model.historyEvent).describe("one per span"),
  sources: z.array(model.historySource).describe("what the engine records: an empty source is not proof of nothing"),
  nextCursor: z.string().optional(),
  truncated: z.object({ reason: z.literal("size") }).optional(),
});

type Input = z.output<typeof input>;

/** `engine`: whose instance it is; the other engines that may have such an id need not be asked again. */
const position = z.strictObject({
  engine: z.string(),
  startedAt: z.iso.datetime(),
  kind: z.enum(model.eventKinds),
  id: z.string(),
});
const cursors = cursorCodec("history", position);

/** What happened in one instance, in order. */
export const history = defineTool({
  name: "get_process_instance_history",
  title: "History of a process instance",
  description:
    "What happened in one process instance, in order: elements with duration and outcome, incidents, failed attempts, called instances; on request variables (names) and operations of users. " +
    "Use it after get_process_instance to learn what led here.",
  input,
  output,
  async run(context, asked) {
    const { cursor, limit = 50, ...question } = asked;
    const from = cursor === undefined ? undefined : cursors.decode(cursor, question);
    const { answer, engine } = await askOwner(
      context,
      asked.id,
      from?.engine ?? asked.engine,
      async (owner, signal) => ({
        answer: await historyOf(owner, { ...asked, limit }, from, signal),
        engine: owner.engine.id,
      }),
    );
    const overhead = JSON.stringify([answer.instance, answer.sources]).length + besideRows;
    const fitting = rowsThatFit(answer.events, overhead, context.maxCharacters);
    const events = answer.events.slice(0, fitting);
    const last = events.at(-1);
    const cut = fitting < answer.events.length;
    return {
      instance: answer.instance,
      events,
      sources: [...answer.sources],
      ...(last && (answer.more || cut)
        ? { nextCursor: cursors.encode(question, { engine, startedAt: last.startedAt, kind: last.kind, id: last.id }) }
        : {}),
      ...(cut ? { truncated: { reason: "size" as const } } : {}),
    };
  },
  redact(answer, viewOf) {
    const view = viewOf(answer.instance.engine);
    return {
      ...answer,
      instance: redactInstance(view, answer.instance),
      events: answer.events.map((event) => redactEvent(view, event)),
    };
  },
});

async function historyOf(
  owner: Candidate,
  asked: Input & { limit: number },
  after: EventPosition | undefined,
  signal: AbortSignal,
): Promise<HistoryAnswer> {
  const { engine, view, id } = owner;
  const kinds = [...new Set(asked.kinds ?? defaultKinds)];
  const { eventKinds } = await engine.capabilities(signal);
  const missing = asked.kinds?.find((kind) => !eventKinds.includes(kind));
  if (missing) throw fault("notSupported", { what: `history of kind ${missing}`, engine: engine.id, can: eventKinds });
  const answer = await engine.history(
    {
      id,
      kinds: kinds.filter((kind) => eventKinds.includes(kind)),
      ...(asked.elementId === undefined ? {} : { elementId: asked.elementId }),
      order: asked.order ?? "oldest",
      limit: asked.limit,
      ...(after ? { after } : {}),
      scope: view.scope,
    },
    signal,
  );
  assertVisible(owner, answer.instance);
  return answer;
}
