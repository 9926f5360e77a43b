import { describe, expect, test } from "vitest";
import { long, plain } from "./block-kit-samples.ts";
import { boltApp, socketReceiver } from "./bolt-app.ts";
import { clientOf, clock, refusal, started } from "./started.ts";

const modal = { type: "modal" as const, title: plain("Find"), blocks: [], external_id: "mine" };
const home = { type: "home" as const, blocks: [{ type: "section" as const, text: plain("Hello") }] };

/** A double, the trigger of a command, and the clock that both go by. */
async function triggered() {
  const time = clock();
  const slack = await started({ now: time.now });
  let trigger = "";
  await boltApp(slack, socketReceiver(slack), (app) => {
    app.command("/process", async ({ ack, command }) => {
      trigger = command.trigger_id;
      await ack();
    });
  });
  await slack.command({ text: "find" });
  return { slack, time, trigger: () => trigger, views: clientOf(slack).views };
}

describe("a modal", () => {
  test("opens with a trigger, once", async () => {
    const { trigger, views } = await triggered();
    const { view } = await views.open({ trigger_id: trigger(), view: modal });
    expect(view).toMatchObject({
      id: expect.stringMatching(/^V/),
      team_id: "T0001",
      type: "modal",
      hash: expect.any(String),
      bot_id: "B0LOOKOUT",
    });
    expect(await refusal(views.open({ trigger_id: trigger(), view: { ...modal, external_id: "" } }))).toMatchObject({
      error: "exchanged_trigger_id",
    });
  });

  test("opens within three seconds", async () => {
    const { time, trigger, views } = await triggered();
    time.pass(3_001);
    expect(await refusal(views.open({ trigger_id: trigger(), view: modal }))).toMatchObject({
      error: "expired_trigger_id",
    });
    expect(await refusal(views.open({ trigger_id: "1.2.3", view: modal }))).toMatchObject({
      error: "invalid_trigger_id",
    });
  });

  test("changes, by either id, unless somebody changed it meanwhile", async () => {
    const { trigger, views } = await triggered();
    const { view } = await views.open({ trigger_id: trigger(), view: modal });
    const next = await views.update({
      view_id: view?.id ?? "",
      hash: view?.hash ?? "",
      view: { ...modal, title: plain("Found") },
    });
    expect(next.view).toMatchObject({ id: view?.id, title: plain("Found") });
    expect(next.view?.hash).not.toBe(view?.hash);
    expect(await refusal(views.update({ view_id: view?.id ?? "", hash: view?.hash ?? "", view: modal }))).toMatchObject(
      { error: "hash_conflict" },
    );
    expect(await views.update({ external_id: "mine", view: modal })).toMatchObject({ ok: true });
    expect(await refusal(views.update({ view_id: "V9", view: modal }))).toMatchObject({ error: "not_found" });
    expect(await refusal(views.update({ view_id: "", view: modal }))).toMatchObject({ error: "invalid_arguments" });
  });

  test("has an id of its own", async () => {
    const { slack, trigger, views } = await triggered();
    await views.open({ trigger_id: trigger(), view: modal });
    await slack.command({ text: "again" });
    expect(await refusal(views.open({ trigger_id: trigger(), view: modal }))).toMatchObject({
      error: "duplicate_external_id",
    });
  });

  test.each([
    ["a view that is none", "x", "missing required field: view"],
    ["a home tab", home, "view must be of type modal"],
    [
      "a title that is too long",
      { ...modal, title: plain(long(25)) },
      "must be less than 25 characters [json-pointer:/title/text]",
    ],
  ])("is refused: %s", async (_what, view, message) => {
    const { slack, trigger } = await triggered();
    const args = { trigger_id: trigger(), view: typeof view === "string" ? view : JSON.stringify(view) };
    expect(await refusal(clientOf(slack).apiCall("views.open", args))).toMatchObject({
      error: "invalid_arguments",
      response_metadata: { messages: [`[ERROR] ${message}`] },
    });
  });

  test("is refused when it is too large", async () => {
    const { trigger, views } = await triggered();
    const blocks = Array.from({ length: 100 }, () => ({ type: "section" as const, text: plain(long(2_600)) }));
    expect(await refusal(views.open({ trigger_id: trigger(), view: { ...modal, blocks } }))).toMatchObject({
      error: "view_too_large",
    });
  });
});

describe("a home tab", () => {
  test("is published for a person, and published again", async () => {
    const slack = await started();
    const { views } = clientOf(slack);
    const { view } = await views.publish({ user_id: "U0001", view: home });
    const again = await views.publish({ user_id: "U0001", view: home, hash: view?.hash ?? "" });
    expect(again.view?.id).toBe(view?.id);
    expect(await refusal(views.publish({ user_id: "U0001", view: home, hash: view?.hash ?? "" }))).toMatchObject({
      error: "hash_conflict",
    });
    expect(await refusal(views.publish({ user_id: "U9", view: home }))).toMatchObject({ error: "user_not_found" });
    expect(await refusal(views.publish({ user_id: "U0001", view: modal }))).toMatchObject({
      error: "invalid_arguments",
    });
  });
});
