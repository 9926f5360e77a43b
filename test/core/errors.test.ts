import { expect, test } from "vitest";
import { fault, isAbort, LookoutError, toLookoutError } from "../../src/core/errors.ts";

const secret = "password=hunter2";
class OwnError extends Error {
  override readonly name = "OwnError";
}

test.each<[string, unknown, string]>([
  ["an abort", AbortSignal.abort().reason, "cancelled"],
  ["an abort by code", Object.assign(new Error(secret), { code: "ABORT_ERR" }), "cancelled"],
  ["a time-out that no adapter turned into a fault", new DOMException(secret, "TimeoutError"), "internal"],
  ["an error", new TypeError(secret), "internal"],
  ["an own error", new OwnError(secret), "internal"],
  ["a text", secret, "internal"],
  ["nothing", undefined, "internal"],
  ["null", null, "internal"],
  ["an object", { message: secret, name: "AbortError" }, "internal"],
])("%s becomes one of the closed set, without its own words", (_name, thrown, expected) => {
  const error = toLookoutError(thrown);
  expect(error).toBeInstanceOf(LookoutError);
  expect(error.fault).toBe(expected);
  expect(JSON.stringify(error.facts) + error.message).not.toContain("hunter2");
  if (thrown !== undefined) expect(error.cause).toBe(thrown);
});

test("a fault stays itself", () => {
  const error = fault("timedOut", { engine: "prod", afterMs: 1 });
  expect(toLookoutError(error)).toBe(error);
  expect(error).toMatchObject({ name: "LookoutError", message: "timedOut", facts: { engine: "prod", afterMs: 1 } });
  expect("cause" in error).toBe(false);
});

test("an abort is known in each of its shapes", () => {
  const controller = new AbortController();
  controller.abort();
  expect(isAbort(controller.signal.reason)).toBe(true);
  expect(isAbort(new Error("aborted"))).toBe(false);
  expect(isAbort("AbortError")).toBe(false);
});
