import { webApi } from "@slack/bolt";
import { describe, expect, test } from "vitest";
import { clientOf, refusal, respond, started } from "./started.ts";

const message = { channel: "C0001", text: "x" };

describe("the next call of a method", () => {
  test("is told to come later", async () => {
    const slack = await started();
    slack.faults.next("chat.postMessage", { kind: "rate-limited", retryAfter: 7 }, 2);
    const client = clientOf(slack);
    for (let count = 0; count < 2; count += 1) {
      const error: unknown = await client.chat.postMessage(message).catch((failure: unknown) => failure);
      expect(error).toBeInstanceOf(webApi.WebAPIRateLimitedError);
      expect(error).toMatchObject({ retryAfter: 7 });
      // Others are not concerned.
      expect(await client.auth.test()).toMatchObject({ ok: true });
    }
    expect(await client.chat.postMessage(message)).toMatchObject({ ok: true });
    expect(slack.seen({})).toHaveLength(1);
    expect(slack.calls[0]).toMatchObject({ status: 429, result: { error: "ratelimited" } });
  });

  test("fails with a status", async () => {
    const slack = await started();
    slack.faults.next("chat.postMessage", { kind: "status", status: 503 });
    const error: unknown = await clientOf(slack)
      .chat.postMessage(message)
      .catch((failure: unknown) => failure);
    expect(error).toMatchObject({ statusCode: 503 });
    expect(slack.seen({})).toEqual([]);
  });

  test.each([
    ["before", 0],
    ["after", 1],
  ] as const)("loses its connection %s it does anything", async (when, posted) => {
    const slack = await started();
    slack.faults.next("chat.postMessage", { kind: "dropped", when });
    const error: unknown = await clientOf(slack)
      .chat.postMessage(message)
      .catch((failure: unknown) => failure);
    expect(error).toBeInstanceOf(webApi.WebAPIRequestError);
    expect(slack.seen({})).toHaveLength(posted);
    expect("result" in (slack.calls[0] ?? {})).toBe(when === "after");
  });

  test("is refused with any word", async () => {
    const slack = await started();
    slack.faults.next("chat.postMessage", { kind: "error", error: "message_limit_exceeded" });
    slack.faults.next("chat.postMessage", { kind: "error", error: "restricted_action" });
    const client = clientOf(slack);
    expect(await refusal(client.chat.postMessage(message))).toMatchObject({ error: "message_limit_exceeded" });
    expect(await refusal(client.chat.postMessage(message))).toMatchObject({ error: "restricted_action" });
    expect(await client.chat.postMessage(message)).toMatchObject({ ok: true });
  });

  test("is slow, and what comes meanwhile is not", async () => {
    const slack = await started();
    slack.faults.next("auth.test", { kind: "slow", ms: 50 });
    const order: string[] = [];
    const slow = clientOf(slack)
      .auth.test()
      .then(() => order.push("slow"));
    await clientOf(slack)
      .users.info({ user: "U0001" })
      .then(() => order.push("quick"));
    await slow;
    expect(order).toEqual(["quick", "slow"]);
  });

  test("whichever it is", async () => {
    const slack = await started();
    slack.faults.next("*", { kind: "error", error: "fatal_error" });
    expect(await refusal(clientOf(slack).users.info({ user: "U0001" }))).toMatchObject({ error: "fatal_error" });
    expect(await clientOf(slack).users.info({ user: "U0001" })).toMatchObject({ ok: true });
  });
});

describe("the next post to a response_url", () => {
  test("is told to come later, fails, or is lost", async () => {
    const slack = await started();
    const { responseUrl: url } = await slack.command({ text: "x" });
    slack.faults.next("response_url", { kind: "rate-limited", retryAfter: 1 });
    slack.faults.next("response_url", { kind: "error", error: "fatal_error" });
    slack.faults.next("response_url", { kind: "dropped", when: "after" });
    expect(await respond(url, { text: "1" })).toEqual({ status: 429, body: { ok: false, error: "ratelimited" } });
    expect(await respond(url, { text: "2" })).toEqual({ status: 200, body: { ok: false, error: "fatal_error" } });
    await expect(respond(url, { text: "3" })).rejects.toThrow();
    expect(await respond(url, { text: "4" })).toMatchObject({ status: 200 });
    expect(slack.seen({}).map(({ text }) => text)).toEqual(["3", "4"]);
  });
});
