import { expect } from "vitest";
import type { OutputOf } from "../../src/core/tool.ts";
import type { tools } from "../../tools/index.ts";
import type { Member } from "./engines.ts";
import type { Kind, Values } from "./questions.ts";

export type Get = OutputOf<typeof tools.get>;
export type Query = OutputOf<typeof tools.query>;
export type History = OutputOf<typeof tools.history>;

/** One asking of a question. X is the name of a scenario. */
export interface Case {
  readonly values: Values;
  /** Makes the one call, and looks whether the answer is true of the scripted world. */
  run(at: Member, input: unknown): Promise<void>;
}

export const getting = (values: Values, check: (answer: Get, at: Member) => void): Case => ({
  values,
  run: async (at, input) => check(await at.ask.get(input), at),
});
export const querying = (values: Values, check: (answer: Query, at: Member) => void): Case => ({
  values,
  run: async (at, input) => check(await at.ask.query(input), at),
});
export const telling = (values: Values, check: (answer: History, at: Member) => void): Case => ({
  values,
  run: async (at, input) => check(await at.ask.history(input), at),
});

/** Rows of exactly these scenarios in this order, and no word of more. */
export const listing = (values: Values, labels: (at: Member) => readonly string[]) =>
  querying(values, (answer, at) => {
    const expected = labels(at);
    expect(at.labelsOf(answer.instances)).toEqual(expected);
    expect(answer.engines).toEqual([{ engine: at.name, status: "ok", total: expected.length }]);
    expect(answer.nextCursor).toBeUndefined();
  });

export const faults = {
  camunda7: { work: "failedExternalTask", job: "failedJob" },
  v2: { work: "JOB_NO_RETRIES", job: "JOB_NO_RETRIES" },
  operate: { work: "JOB_NO_RETRIES", job: "JOB_NO_RETRIES" },
  bpel: { work: "STOP_REASON_IMPLEMENTATION_FAILED", job: "STOP_REASON_IMPLEMENTATION_FAILED" },
} as const satisfies Record<Kind, object>;

/** What is told of the text of a fault. */
export const message = ({ kind }: Member, text: string) => (kind === "bpel" ? null : expect.stringContaining(text));

export const hour = 3_600_000;
