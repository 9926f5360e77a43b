import { expect, test } from "vitest";
import { verbs } from "../../src/slack/grammar/verbs.ts";
import { helpMessage } from "../../src/slack/messages/help.ts";
import type { Form, Scene } from "../../src/slack/messages/message.ts";
import { expectGolden } from "./golden.ts";

const scene = (form: Form, command = "/process"): Scene => ({
  command,
  now: new Date("2026-11-22T17:45:00.000Z"),
  form,
  audience: "person",
  showsVariables: false,
});

test("help is a screen of examples", async () => {
  await expectGolden("help", (form) => helpMessage(scene(form)));
  expect(helpMessage(scene("plain")).text.split("\n").length).toBeLessThanOrEqual(12);
});

test.each(verbs)("help of %s", async (verb) => {
  await expectGolden(`help-${verb}`, (form) => helpMessage(scene(form), verb));
});

test("help names the command as it is called here", () => {
  const shown = JSON.stringify(helpMessage(scene("table", "/bpm"), "query"));
  expect(shown).toContain("/bpm query");
  expect(shown).not.toContain("/process");
});
