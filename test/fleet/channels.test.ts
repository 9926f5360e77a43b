/** What people and assistants read of several engines asked at once, one of them down: whole answers in both channels. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { canAskOf } from "../../src/core/askable.ts";
import { describe as described } from "../../src/core/describe.ts";
import { toLookoutError } from "../../src/core/errors.ts";
import { runTool } from "../../src/core/tool.ts";
import { errorText, texts } from "../../src/mcp/text.ts";
import { tools } from "../../tools/index.ts";
import { session, transcript } from "../terminal/session.ts";
import { now } from "../terminal/world.ts";
import { type Fleet, startFleet } from "./sandboxes.ts";

let fleet: Fleet;
beforeAll(async () => {
  fleet = await startFleet();
});
afterAll(async () => {
  await fleet.close();
});

const order = "ORDER-1002";
const stuck = "payment-failed-external-task";
const unknownKey = "2251799813999999";
const unknownUuid = "00000000-e689-11f1-8a30-02fc00000001";

const wide = 120;
const file = (channel: string, name: string) => `../golden/fleet/${channel}/${name}.txt`;

type Words = () => readonly string[];

const asked: Record<string, Words> = {
  "find-order": () => [order],
  "find-one": () => ["PAY-3"],
  "find-none": () => ["ORDER-9"],
  "find-in-several": () => [fleet.idOf("c8-prod", stuck)],
  "query-order": () => ["query", "--business-key", order],
  "query-page": () => ["query", "--limit", "5"],
  "query-attention": () => ["query", "--attention", "retrying,overdue,waiting", "--limit", "12"],
  "query-message": () => ["query", "--incident-message", "Payment provider*"],
  "query-none": () => ["query", "--business-key", "ORDER-9"],
  "query-none-in-one": () => ["query", "--business-key", "ORDER-9", "-e", "c7-prod"],
  "query-longest": () => ["query", "--order", "longestWaiting"],
  "query-all": () => ["query", "--definition-key", "payment-collection", "--all", "--limit", "9"],
  count: () => ["query", "--count"],
  "count-versions": () => ["query", "--count", "--definition-key", "order-fulfilment"],
  "get-uuid": () => ["get", fleet.idOf("c7-prod", stuck)],
  "get-key": () => ["get", "-e", "c8-2024", fleet.idOf("c8-2024", stuck)],
  "get-link": () => [
    "get",
    `${fleet.engines[0]?.url.replace("/engine-rest", "")}/camunda/app/cockpit/default/#/process-instance/${fleet.idOf("c7-prod", stuck)}/runtime`,
  ],
  "get-bpel": () => ["get", fleet.idOf("claims", stuck)],
  "get-in-several": () => ["get", fleet.idOf("c8-prod", stuck)],
  "get-nowhere": () => ["get", unknownKey],
  "get-not-checked": () => ["get", unknownUuid],
  "history-in-several": () => ["history", fleet.idOf("c8-prod", stuck)],
  history: () => ["history", fleet.idOf("c7-prod", "onboarding-withdrawn")],
};

const golden = async (width: number, name: string, words: readonly string[]) => {
  const said = fleet.lasting(transcript(words, await session(words, fleet.engines, { tty: true, width })));
  await expect(said).toMatchFileSnapshot(file("terminal", width === wide ? name : `${name}.${width}`));
};

describe("in a terminal", () => {
  it.for(Object.entries(asked))("%s", async ([name, words]) => golden(wide, name, words()));

  it.for(["find-order", "query-attention", "count"])("%s, narrow", async (name) =>
    golden(80, name, asked[name]?.() ?? []),
  );
});

describe("to an assistant", () => {
  const ask: Record<string, () => Promise<string>> = {
    "query-order": () => query({ businessKey: order }),
    "query-page": () => query({ limit: 5 }),
    "query-attention": () => query({ attention: ["retrying", "overdue", "waiting"], limit: 12 }),
    "query-message": () => query({ incidentMessage: "Payment provider*" }),
    "query-none": () => query({ businessKey: "ORDER-9" }),
    count: () => query({ mode: "count" }),
    "count-versions": () => query({ mode: "count", definitionKey: "order-fulfilment" }),
    "get-uuid": () => get({ id: fleet.idOf("c7-prod", stuck) }),
    "get-key": () => get({ id: fleet.idOf("c8-2024", stuck), engine: "c8-2024" }),
    "get-bpel": () => get({ id: fleet.idOf("claims", stuck) }),
    "get-in-several": () => get({ id: fleet.idOf("c8-prod", stuck) }),
    "get-nowhere": () => get({ id: unknownKey }),
    "get-not-checked": () => get({ id: unknownUuid }),
  };
  const capped = () => ({ ...fleet.call(), maxCharacters: 20_000 });
  const canAsk = () => canAskOf(fleet.call(), fleet.up);
  const query = async (input: object) => texts.query(await runTool(tools.query, capped(), input), now, await canAsk());
  const get = async (input: object) => texts.get(await runTool(tools.get, capped(), input), now, await canAsk());

  it.for(Object.entries(ask))("%s", async ([name, answered]) => {
    const text = await answered().catch((error: unknown) => errorText(described(toLookoutError(error))));
    await expect(`${fleet.lasting(text)}\n`).toMatchFileSnapshot(file("mcp", name));
  });
});
