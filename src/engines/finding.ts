import { describe } from "../core/describe.ts";
import type { CheckFinding } from "../core/engine.ts";
import { toLookoutError } from "../core/errors.ts";

export type Finding = Omit<CheckFinding, "check" | "facts"> & { facts?: CheckFinding["facts"] };

/** One finding; a failure of the check itself is one too. */
export async function finding(check: CheckFinding["check"], run: () => Promise<Finding>): Promise<CheckFinding> {
  try {
    const { facts = {}, ...rest } = await run();
    return { check, facts, ...rest };
  } catch (error) {
    return failedFinding(check, error);
  }
}

export function failedFinding(check: CheckFinding["check"], error: unknown): CheckFinding {
  const { message, next } = describe(toLookoutError(error));
  return { check, status: "failed", facts: {}, problem: next ? `${message} ${next}` : message };
}
