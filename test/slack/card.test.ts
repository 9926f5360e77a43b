import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readAction } from "../../src/slack/messages/buttons.ts";
import { card } from "../../src/slack/messages/card.ts";
import type { Message, Scene } from "../../src/slack/messages/message.ts";
import type { RequestOf } from "../../src/slack/request.ts";
import { expectGolden } from "./golden.ts";
import { now, type SandboxAnswers, startAnswers } from "./sandbox-answers.ts";

let world: SandboxAnswers;
beforeAll(async () => {
  world = await startAnswers(["amount", "approved"]);
});
afterAll(() => world.close());

const scene = (rest: Partial<Scene> = {}): Scene => ({
  command: "/process",
  now,
  form: "table",
  audience: "person",
  canAsk: world.canAsk,
  showsVariables: true,
  ...rest,
});
const again = (scenario: string, include?: "variables"[]): RequestOf<"get"> => ({
  ask: "get",
  input: { id: world.idOf(scenario), engine: "c7-prod", ...(include ? { include } : {}) },
});

const told = {
  "card-stuck": "payment-failed-external-task",
  "card-hostile": "payment-failed-hostile-text",
  "card-annotated": "invoice-annotated-incident",
  "card-stuck-below": "onboarding-failed",
  "card-overdue-task": "invoice-overdue",
  "card-message": "payment-waiting-message",
  "card-retrying": "payment-job-retrying",
  "card-completed": "invoice-completed",
  "card-suspended": "invoice-suspended",
  "card-multi-instance": "order-multi-instance",
  "card-without-key": "invoice-without-key",
  "card-tenant": "payment-tenant-us",
};

test.each(Object.entries(told))("%s", async (name, scenario) => {
  const output = await world.get(scenario);
  await expectGolden(name, (form) => card(output, scene({ form }), again(scenario), []));
});

test("with variables, some of which may not be shown", async () => {
  const scenario = "invoice-completed";
  const output = await world.get(scenario, ["variables"]);
  await expectGolden("card-variables", (form) => card(output, scene({ form }), again(scenario, ["variables"]), []));
});

test("with incidents that are resolved and the trace of those that are not", async () => {
  const scenario = "payment-incident-resolved";
  const output = await world.get(scenario, ["incidentsResolved"]);
  await expectGolden("card-resolved", (form) => card(output, scene({ form }), again(scenario), []));
});

test("what could not be read, and who was not asked, comes first", async () => {
  const scenario = "payment-failed-external-task";
  const output = { ...(await world.get(scenario)), unknown: ["called", "parent"] };
  const missing = [
    {
      engine: "c8-old",
      status: "failed" as const,
      error: { kind: "timedOut" as const, message: "c8-old did not answer in 10 s.", next: "Try again." },
    },
  ];
  await expectGolden("card-not-all-known", (form) => card(output, scene({ form }), again(scenario), missing));
});

const labels = ({ blocks = [] }: Message) =>
  blocks.flatMap((block) =>
    block.type === "actions" ? block.elements.map((one) => ("text" in one ? one.text?.text : undefined)) : [],
  );

describe("the buttons", () => {
  test("ask what was promised, with the most useful first", async () => {
    const scenario = "payment-failed-external-task";
    const message = card(await world.get(scenario), scene(), again(scenario), []);
    expect(labels(message)).toEqual(["History", "Others like it", "Variables", "Open in Cockpit", "Refresh", "Share"]);
    const buttons = message.blocks?.flatMap((block) => (block.type === "actions" ? block.elements : [])) ?? [];
    const asked = buttons.map((one) => "value" in one && readAction(one.action_id ?? "", one.value ?? ""));
    const id = world.idOf(scenario);
    const where = { engine: "c7-prod" };
    expect(asked).toEqual([
      { does: "ask", how: "anew", request: { ask: "history", input: { id, ...where, limit: 20 } } },
      {
        does: "ask",
        how: "anew",
        request: {
          ask: "query",
          input: {
            ...where,
            incidentType: "failedExternalTask",
            incidentMessage: "Payment provider did not answer*",
            limit: 10,
          },
        },
      },
      { does: "ask", how: "anew", request: { ask: "get", input: { id, ...where, include: ["variables"] } } },
      false,
      { does: "ask", how: "replace", request: again(scenario) },
      { does: "share", request: again(scenario) },
    ]);
  });

  test("lead to the called instance that holds it up", async () => {
    const message = card(await world.get("onboarding-failed"), scene(), again("onboarding-failed"), []);
    expect(labels(message)).toEqual([
      "Open the called instance",
      "History",
      "Others like it",
      "Open in Cockpit",
      "Refresh",
      "Share",
    ]);
  });

  test("do not share what is shared already", async () => {
    const message = card(
      await world.get("invoice-failed-job"),
      scene({ audience: "channel" }),
      again("invoice-failed-job"),
      [],
    );
    expect(labels(message)).not.toContain("Share");
  });

  test("do not ask what would be refused or gives nothing", async () => {
    const bare = scene({ canAsk: () => false, showsVariables: false });
    const stuck = card(await world.get("payment-failed-external-task"), bare, again("invoice-failed-job"), []);
    expect(labels(stuck)).toEqual(["History", "What else is stuck in it", "Open in Cockpit", "Refresh", "Share"]);
    const ended = card(await world.get("invoice-completed"), scene(), again("invoice-failed-job"), []);
    expect(labels(ended)).toEqual(["History", "Variables", "Open in Cockpit", "Share"]);
  });

  test.each([
    ["https://operate.example.com/processes/1", "Open in Operate"],
    ["https://camunda.example.com/operate/processes/1", "Open in Operate"],
    ["https://bpm.example.com/bpc?piid=_PI:1", "Open in the engine's web app"],
    ["javascript:alert(1)", undefined],
    [undefined, undefined],
  ])("%s", async (url, label) => {
    const { instance, ...rest } = await world.get("payment-failed-external-task");
    const { url: _url, ...bare } = instance;
    const message = card(
      { ...rest, instance: { ...bare, ...(url ? { url } : {}) } },
      scene(),
      again("invoice-failed-job"),
      [],
    );
    expect(labels(message).find((one) => one?.startsWith("Open in"))).toBe(label);
  });
});
