import * as z from "zod";
import { tools } from "../../tools/index.ts";
import { verbs } from "./grammar/verbs.ts";

const find = z.strictObject({ key: z.string().min(1).max(1_000), engine: z.string().optional() });

/** What a person asks of the lookout, by a command or by a button: a question of the tools, or one about the lookout itself. */
export const request = z.discriminatedUnion("ask", [
  z.strictObject({ ask: z.literal("get"), input: tools.get.input }),
  z.strictObject({ ask: z.literal("query"), input: tools.query.input }),
  z.strictObject({ ask: z.literal("history"), input: tools.history.input }),
  z.strictObject({ ask: z.literal("find"), input: find }),
  z.strictObject({ ask: z.literal("engines") }),
  z.strictObject({ ask: z.literal("help"), topic: z.enum(verbs).optional() }),
]);

export type Request = z.input<typeof request>;
export type Ask = Request["ask"];
export type RequestOf<A extends Ask> = Extract<Request, { readonly ask: A }>;
