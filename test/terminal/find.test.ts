import { expect, test } from "vitest";
import { createAccess, localCaller } from "../../src/core/access.ts";
import { runFind } from "../../src/terminal/find.ts";
import { fakeEngine } from "./fake-engine.ts";
import { fleets } from "./fleets.ts";
import { ioFor, session } from "./session.ts";
import { c8Row, now, order4711, pay3, rows } from "./world.ts";

const json = async (...words: string[]) => JSON.parse((await session([...words, "--json"], "healthy")).out);

test("an id is found in whichever engine has it", async () => {
  expect(await json(pay3)).toMatchObject({ instance: { id: pay3, engine: "c7-prod" } });
  expect(await json(c8Row.id)).toMatchObject({ instance: { id: c8Row.id, engine: "c8-prod" } });
});

test("a link is found by its engine", async () => {
  expect(await json(`https://c7-prod.example.com/cockpit/${pay3}`)).toMatchObject({ instance: { id: pay3 } });
  const unknown = await session(["https://elsewhere.example.com/1"], "healthy");
  expect(unknown).toMatchObject({ exit: 2, out: "" });
});

test("one business key hit is shown whole, several as a list, newest first", async () => {
  expect(await json("PAY-3")).toMatchObject({ instance: { id: pay3 }, waitingAt: [{}], incidents: [{}] });
  const found = await json("ORDER-4711");
  expect(found.instances.map(({ id }: { id: string }) => id)).toEqual([c8Row.id, order4711]);
  expect(found).toMatchObject({
    understood: { businessKey: "ORDER-4711" },
    engines: [{ status: "ok" }, { status: "ok" }],
  });
});

test("an id that two engines know is shown as both", async () => {
  const twin = fakeEngine("c8-twin", "camunda8", { rows: [{ ...c8Row, engine: "c8-twin" }] });
  const { out, exit } = await session([c8Row.id, "--json"], [...fleets.healthy(), twin]);
  expect(exit).toBe(0);
  expect(JSON.parse(out).instances).toHaveLength(2);
});

test("a star is a wildcard", async () => {
  expect((await json("ORDER-*")).instances).toHaveLength(2);
});

test("a named engine is the only one asked", async () => {
  expect(await json("ORDER-4711", "-e", "c8-prod")).toMatchObject({ instance: { engine: "c8-prod" } });
  expect(await session(["ORDER-4711", "-e", "c9"], "healthy")).toMatchObject({
    exit: 2,
    err: "lookout: There is no engine c9.\n  next: Engines: c8-prod, c7-prod.\n",
  });
});

test("a hit beside an engine that failed is shown, and the failure told", async () => {
  const { out, err, exit } = await session(["PAY-3"], "fleet");
  expect({ out: out.split("\t").slice(0, 3), exit }).toEqual({ out: ["instance", "c7-prod", pay3], exit: 0 });
  expect(err).toMatch(/^lookout: c8-old did not answer in 10 s\./);
});

test("none while an engine failed is not 'none'", async () => {
  const { out, exit } = await session(["ORDER-9", "--json"], "fleet");
  expect({ kind: JSON.parse(out).error.kind, exit }).toEqual({ kind: "timedOut", exit: 3 });
  expect((await session(["ORDER-9", "--json"], "healthy")).exit).toBe(1);
  expect((await session(["ORDER-9"], "none")).exit).toBe(2);
});

test("the only engine's failure is told once", async () => {
  const { out, err, exit } = await session(["ORDER-9"], "down");
  expect({ out, exit }).toEqual({ out: "", exit: 3 });
  expect(err).toMatch(/^lookout: c8-old did not answer in 10 s\.\n {2}next: .*\n$/);
});

test("ids are found where the policy hides business keys, and keys say why they are not", async () => {
  const access = createAccess({ rules: [{ callers: ["local"], businessKeys: "masked" }] });
  const engines = [fakeEngine("c7-prod", "camunda7", { rows })];
  const call = () => ({ caller: localCaller, access, engines, now, signal: new AbortController().signal });
  const io = ioFor({ tty: false, width: 80 }, false);
  expect(await runFind(io, call, pay3, { json: true })).toBe(0);
  expect(JSON.parse(io.out.text).instance.businessKey).toMatch(/•••/);
  const none = ioFor({ tty: false, width: 80 }, false);
  expect(await runFind(none, call, "PAY-3", { json: false })).toBe(1);
  expect(none.err.text).toBe(
    "lookout: No instance with id or business key PAY-3 in c7-prod. Looked up by id only in c7-prod: " +
      "The access policy of this lookout does not allow the filter --business-key for this caller.\n" +
      "  next: Whoever runs the lookout may allow it: access.rules[].businessKeys: full.\n",
  );
});

test("what an interrupt ends is no answer", async () => {
  const stopped = await session(["PAY-3"], "healthy", { tty: false, width: 80 }, AbortSignal.abort());
  expect(stopped).toEqual({ out: "", err: "lookout: Cancelled.\n", exit: 130 });
});
