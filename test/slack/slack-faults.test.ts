import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type SlackDouble, startSlackDouble } from "../../src/sandbox/slack/double.ts";
import { isBlocksRefusal, SlackRefusal, slackFaultOf } from "../../src/slack/slack-faults.ts";
import { clientOver, openClient } from "./clients.ts";

/** Slack's words, those of the brief of every method that the app calls, and some that mean nothing to it. */
const words = [
  "not_in_channel",
  "channel_not_found",
  "is_archived",
  "restricted_action",
  "user_not_found",
  "user_not_visible",
  "no_such_subteam",
  "invalid_auth",
  "not_authed",
  "token_revoked",
  "token_expired",
  "account_inactive",
  "not_allowed_token_type",
  "user_removed_from_team",
  "team_disabled",
  "missing_scope",
  "team_access_not_granted",
  "org_login_required",
  "ekm_access_denied",
  "access_denied",
  "ratelimited",
  "rate_limited",
  "message_limit_exceeded",
  "invalid_blocks",
  "invalid_blocks_format",
  "invalid_attachments",
  "msg_too_long",
  "msg_blocks_too_long",
  "used_url",
  "expired_url",
  "invalid_url",
  "internal_error",
  "fatal_error",
  "service_unavailable",
  "an_error_of_tomorrow",
  "toString",
  "constructor",
];

let slack: SlackDouble;
let open: ReturnType<typeof openClient>;
beforeAll(async () => {
  slack = await startSlackDouble();
  open = openClient({ apiUrl: slack.apiUrl, token: slack.tokens.bot });
});
afterAll(async () => {
  await open.close();
  await slack.close();
});

const askedOf = (call: Promise<unknown>) =>
  call.then(
    () => {
      throw new Error("Slack took it");
    },
    (error: unknown) => slackFaultOf(error),
  );
const asked = () => askedOf(open.client.auth.test());

describe("what Slack says", () => {
  test("every word, as a method answers it", async () => {
    const lines: string[] = [];
    for (const error of words) {
      const fault = await askedOf(clientOver(async () => Response.json({ ok: false, error })).auth.test());
      lines.push(`${error} ${JSON.stringify(fault, null, 2)}`);
      expect(slackFaultOf(new SlackRefusal(200, error))).toEqual(fault);
    }
    await expect(`${lines.join("\n")}\n`).toMatchFileSnapshot("golden/slack-faults.txt");
  });

  test("only a refused token ends the app", () => {
    const ending = words.filter((word) => slackFaultOf(new SlackRefusal(200, word)).permanent);
    expect(ending).toEqual([
      "invalid_auth",
      "not_authed",
      "token_revoked",
      "token_expired",
      "account_inactive",
      "not_allowed_token_type",
      "user_removed_from_team",
      "team_disabled",
    ]);
  });

  test("only what may be for the blocks is asked again in a simpler form", () => {
    const blocks = words.filter((word) => isBlocksRefusal(slackFaultOf(new SlackRefusal(400, word))));
    expect(blocks).toEqual([
      "invalid_blocks",
      "invalid_blocks_format",
      "invalid_attachments",
      "msg_too_long",
      "msg_blocks_too_long",
    ]);
  });

  test.for([
    ["needed and none granted", "users:read", "", ["users:read"]],
    [
      "of several, those not granted",
      "channels:read,groups:read,mpim:read",
      "channels:read,commands",
      ["groups:read", "mpim:read"],
    ],
    ["nothing that Slack names", "", "commands", undefined],
    ["no list of scopes", "<!channel>", "commands", undefined],
    ["no text", 7, 8, undefined],
  ] as const)("missing scopes: %s", async ([_name, needed, provided, scopes]) => {
    const answer = { ok: false, error: "missing_scope", needed, provided };
    const fault = await askedOf(clientOver(async () => Response.json(answer)).auth.test());
    expect(fault.scopes).toEqual(scopes);
    expect(fault.told).toBe(
      scopes ? `The app lacks the scope ${scopes.join(", ")}.` : "The app lacks a scope that it needs.",
    );
  });
});

describe("what the client throws", () => {
  test("a token that Slack takes no longer", async () => {
    slack.faults.refuseToken("bot");
    const fault = await asked();
    slack.faults.refuseToken("bot", null);
    expect(fault).toMatchObject({ code: "token_revoked", permanent: true });
  });

  test("a 429 with a pause", async () => {
    slack.faults.next("auth.test", { kind: "rate-limited", retryAfter: 7 });
    expect(await asked()).toMatchObject({ code: "ratelimited", retryAfterMs: 7_000 });
  });

  test("a 429 without one", async () => {
    const undated = clientOver(async () => new Response("slow down", { status: 429 }));
    expect(await askedOf(undated.auth.test())).toMatchObject({ code: "ratelimited", retryAfterMs: 1_000 });
  });

  test("a platform error with a pause", async () => {
    const limited = clientOver(async () =>
      Response.json({ ok: false, error: "ratelimited" }, { headers: { "retry-after": "3" } }),
    );
    expect(await askedOf(limited.auth.test())).toMatchObject({ code: "ratelimited", retryAfterMs: 3_000 });
  });

  test.for([500, 502, 503])("HTTP %i", async (status) => {
    slack.faults.next("auth.test", { kind: "status", status });
    expect(await asked()).toMatchObject({ code: "http_error", passing: true });
  });

  test("HTTP 404: no Slack there, and no response_url", async () => {
    slack.faults.next("auth.test", { kind: "status", status: 404 });
    expect(await asked()).toMatchObject({ code: "unreadable_answer" });
  });

  test("a connection that ends", async () => {
    slack.faults.next("auth.test", { kind: "dropped", when: "after" });
    expect(await asked()).toMatchObject({ code: "unreachable", passing: true });
  });

  test("no Slack at all", async () => {
    const gone = await startSlackDouble();
    await gone.close();
    const { client, close } = openClient({ apiUrl: gone.apiUrl, token: "xoxb-1" });
    expect(await askedOf(client.auth.test())).toMatchObject({ code: "unreachable" });
    await close();
  });

  test("an answer that comes too late", async () => {
    const late = clientOver(async () => {
      throw new DOMException("The operation was aborted due to timeout", "TimeoutError");
    });
    expect(await askedOf(late.auth.test())).toMatchObject({ code: "timed_out", passing: true });
  });

  test("a page in the place of an answer is not repeated", async () => {
    const page = clientOver(async () => new Response("<html><!channel> your token is xoxb-1</html>"));
    const fault = await askedOf(page.auth.test());
    expect(fault.code).toBe("unreadable_answer");
    expect(JSON.stringify(fault)).not.toMatch(/xoxb|channel/);
  });
});

describe("what a response_url answers", () => {
  test.for([
    [404, undefined, undefined, "expired_url"],
    [410, undefined, undefined, "expired_url"],
    [404, "used_url", undefined, "used_url"],
    [429, undefined, 2, "ratelimited"],
    [400, "invalid_blocks", undefined, "invalid_blocks"],
    [400, undefined, undefined, "unreadable_answer"],
    [500, undefined, undefined, "http_error"],
  ] as const)("%i %s", ([status, code, retryAfter, expected]) => {
    const fault = slackFaultOf(new SlackRefusal(status, code, retryAfter));
    expect(fault.code).toBe(expected);
    expect(fault.retryAfterMs).toBe(retryAfter && retryAfter * 1_000);
  });

  test("where nobody can be told any more, nothing is told", () => {
    for (const word of ["used_url", "expired_url", "invalid_url"]) {
      expect(slackFaultOf(new SlackRefusal(404, word)).told).toBeUndefined();
    }
  });
});

const webApiErrors = fc.record(
  {
    code: fc.constantFrom(
      "slack_webapi_platform_error",
      "slack_webapi_rate_limited_error",
      "slack_webapi_http_error",
      "slack_webapi_request_error",
    ),
    data: fc.oneof(fc.anything(), fc.record({ error: fc.anything(), needed: fc.anything() })),
    retryAfter: fc.anything(),
    statusCode: fc.anything(),
    original: fc.anything(),
  },
  { requiredKeys: ["code"] },
);

test("whatever is thrown is a fault in words, and no throw", () => {
  const refusals = fc
    .tuple(fc.integer(), fc.option(fc.string(), { nil: undefined }), fc.option(fc.double(), { nil: undefined }))
    .map((parts) => new SlackRefusal(...parts));
  const errors = fc.tuple(fc.string(), fc.anything()).map(([text, cause]) => new Error(text, { cause }));
  const thrown = fc.oneof(fc.anything(), webApiErrors, refusals, errors);
  fc.assert(
    fc.property(thrown, (error) => {
      const { code, told, log, retryAfterMs = 1 } = slackFaultOf(error);
      expect(code).toMatch(/^[a-z0-9_]{2,60}$/);
      expect(["info", "warn", "error"]).toContain(log);
      expect(told ?? "A.").toMatch(/^[A-Z][^<>&]*\.$/);
      expect(retryAfterMs).toBeGreaterThan(0);
      // More than this a timer does not count.
      expect(retryAfterMs).toBeLessThan(2 ** 31);
    }),
    { numRuns: 2_000 },
  );
});

test("a thing that throws when it is looked at", () => {
  const refuse = () => {
    throw new Error("do not touch");
  };
  const poisoned = new Proxy({}, { get: refuse, has: refuse, getPrototypeOf: refuse, ownKeys: refuse });
  expect(slackFaultOf(poisoned)).toMatchObject({ code: "unknown", log: "error" });
});
