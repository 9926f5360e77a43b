import type * as z from "zod";
import { fault } from "../core/errors.ts";

/** The body of an answer in the shape that a read has. Throws `answerUnexpected`, naming the first place that differs. */
export function parsedAnswer<T>(engine: string, read: string, schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const problem = issue ? `${issue.path.join(".") || "the answer"} ${issue.message}` : "it does not parse";
  throw fault("answerUnexpected", { engine, read, problem }, parsed.error);
}
