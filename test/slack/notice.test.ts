import { describe, expect, test } from "vitest";
import type { EngineReport } from "../../src/core/model.ts";
import { readAction } from "../../src/slack/messages/buttons.ts";
import type { Form, Message, Scene } from "../../src/slack/messages/message.ts";
import {
  enginesMessage,
  errorMessage,
  noneMessage,
  refusalMessage,
  waitingMessage,
} from "../../src/slack/messages/notice.ts";
import { expectGolden } from "./golden.ts";

const scene = (form: Form = "table"): Scene => ({
  command: "/process",
  now: new Date("2026-11-22T17:45:00.000Z"),
  form,
  audience: "person",
  showsVariables: false,
});

const ok = (engine: string): EngineReport => ({ engine, status: "ok", total: 0 });
const failed: EngineReport = {
  engine: "c8-old",
  status: "failed",
  error: {
    kind: "timedOut",
    message: "c8-old did not answer in 10 s.",
    next: "Try again, narrow a query by definition or time, or have the engine's operator look at its load.",
    engine: "c8-old",
  },
};
const refused: EngineReport = {
  engine: "c8-2024",
  status: "refused",
  error: {
    kind: "unsupported",
    message: "c8-2024 cannot do the filter businessKey: no variable is configured for it.",
    next: "It can do: definitionKey, state.",
    engine: "c8-2024",
  },
};
const denied = {
  kind: "unauthenticated" as const,
  message: "c7-prod refused the login (401). It is not tried again by itself, so the account is not being locked.",
  next: "Whoever runs the lookout checks the login; `lookout doctor` shows what it tried.",
  engine: "c7-prod",
};
const find = { ask: "find", input: { key: "4711" } } as const;

const messages: Record<string, (scene: Scene) => Message> = {
  "notice-error": (one) => errorMessage(denied, one),
  "notice-error-of-asker": (one) => errorMessage({ kind: "invalidInput", message: "There is no engine <!here>." }, one),
  "notice-error-passing": (one) => errorMessage(failed.error ?? denied, one, find),
  "notice-refusal": (one) =>
    refusalMessage("Guests cannot ask the lookout.", "Ask a member of this workspace to look for you.", one),
  "notice-none": (one) => noneMessage({ key: "ORDER-4711", engines: [ok("c7-prod"), ok("c8-prod")] }, one),
  "notice-none-not-checked": (one) =>
    noneMessage({ key: "ORDER-4711", engines: [ok("c7-prod"), failed, refused] }, one),
  "notice-none-known-nowhere": (one) => noneMessage({ key: "ORDER-4711", engines: [failed] }, one),
  "notice-none-by-id-only": (one) => noneMessage({ key: "ORDER-4711", engines: [refused] }, one),
  "notice-engines": (one) =>
    enginesMessage(
      [
        { id: "c7-prod", kind: "camunda7" },
        { id: "c8-prod", kind: "camunda8" },
      ],
      one,
    ),
  "notice-no-engine": (one) => enginesMessage([], one),
  "notice-waiting": (one) => waitingMessage(["c7-prod", "c8-prod"], one),
};

test.each(Object.entries(messages))("%s", (name, make) => expectGolden(name, (form) => make(scene(form))));

const asked = ({ blocks = [] }: Message) =>
  blocks.flatMap((block) =>
    block.type === "actions"
      ? block.elements.map((one) =>
          one.type === "button" ? readAction(one.action_id ?? "", one.value ?? "") : undefined,
        )
      : [],
  );

describe("the buttons", () => {
  test("ask again what may pass, and only that", () => {
    expect(asked(errorMessage(failed.error ?? denied, scene(), find))).toEqual([
      { does: "ask", how: "replace", request: find },
    ]);
    expect(asked(errorMessage(denied, scene(), find))).toEqual([]);
    expect(asked(noneMessage({ key: "4711", engines: [ok("c7-prod"), failed] }, scene()))).toEqual([
      { does: "ask", how: "replace", request: find },
    ]);
    expect(asked(noneMessage({ key: "4711", engines: [failed] }, scene()))).toEqual([
      { does: "ask", how: "replace", request: { ask: "find", input: { key: "4711", engine: "c8-old" } } },
    ]);
  });

  test("look for keys that begin alike where the key may be the beginning of one", () => {
    const like = (key: string) => asked(noneMessage({ key, engines: [ok("c7-prod"), ok("c8-prod")] }, scene()));
    expect(like("ORDER-47")).toEqual([
      { does: "ask", how: "anew", request: { ask: "query", input: { businessKey: "ORDER-47*", limit: 10 } } },
    ]);
    expect(like("ORDER-*")).toEqual([]);
    expect(like("https://c7-prod.example.com/x")).toEqual([]);
  });
});
