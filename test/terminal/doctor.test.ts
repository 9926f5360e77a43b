import { describe, expect, test } from "vitest";
import type { CheckFinding, Engine } from "../../src/core/engine.ts";
import { runDoctor } from "../../src/terminal/run-engines.ts";
import { fakeEngine } from "./fake-engine.ts";
import { ioFor, transcript } from "./session.ts";

const signal = new AbortController().signal;
const setting = { version: "0.1.0", node: "24.0.0", config: { source: "--config", path: "/etc/lookout.yaml" } };
const aliases = [
  ["order-fulfilment", "order-fulfillment"],
  ["Invoice", "invoice-approval", "InvoiceApproval"],
];
const twins = "c7-orders and c7-orders-too have the same url. Leave one of them.";

const fine: readonly CheckFinding[] = [
  { check: "reachable", status: "ok", facts: { ms: 31 } },
  { check: "version", status: "ok", facts: { version: "7.24.0" } },
];
const noRights: readonly CheckFinding[] = [
  ...fine,
  { check: "rights", status: "unknown", facts: {}, problem: "No running instance is visible." },
];
const dead: readonly CheckFinding[] = [
  { check: "reachable", status: "failed", facts: {}, problem: "No answer in 10 s. Check the url." },
];

function engines(...findings: readonly (readonly CheckFinding[])[]): Engine[] {
  const names = ["c7-orders", "c7-orders-too", "bpel", "c8", "c8-eu", "c8-us", "claims", "payments", "stock", "hr"];
  return findings.map((held, index) => fakeEngine(names[index] ?? "", "camunda7", { rows: [], findings: held }));
}

const ten = () => engines(fine, fine, dead, fine, fine, noRights, fine, dead, fine, fine);
const tenDead = () => engines(...Array(10).fill(dead));
const fleet = { timeoutMs: 10_000, aliases, problems: [twins] };

async function doctor(asked: readonly Engine[], told: typeof fleet, width = 100, tty = true, json = false) {
  const io = ioFor({ tty, width }, true);
  const exit = await runDoctor(io, { ...setting, fleet: told }, asked, signal, json);
  return { out: io.out.text, err: io.err.text, exit };
}

describe("doctor of ten engines", () => {
  test.each([
    ["tty-100", 100, true, false],
    ["tty-60", 60, true, false],
    ["piped", 80, false, false],
    ["json", 80, false, true],
  ] as const)("%s", async (form, width, tty, json) => {
    const answered = await doctor(ten(), fleet, width, tty, json);
    const words = json ? ["doctor", "--json"] : ["doctor"];
    await expect(transcript(words, answered)).toMatchFileSnapshot(`golden/doctor-fleet.${form}.txt`);
  });

  test("checks all of them side by side", async () => {
    const begun = Promise.withResolvers<void>();
    let checking = 0;
    const waiting = ten().map(
      (engine): Engine => ({
        ...engine,
        check: async (asked) => {
          checking += 1;
          if (checking === 10) begun.resolve();
          await begun.promise;
          return engine.check(asked);
        },
      }),
    );
    expect(await doctor(waiting, fleet)).toEqual(await doctor(ten(), fleet));
  });

  test("names some of many that are broken", async () => {
    const { out, exit } = await doctor(tenDead(), fleet);
    expect(out.split("\n")[0]).toContain("c7-orders, c7-orders-too, bpel, c8 and 6 more: something is broken");
    expect(exit).toBe(3);
    const five = await doctor(tenDead().slice(0, 5), fleet);
    expect(five.out.split("\n")[0]).toContain("c7-orders, c7-orders-too, bpel, c8, c8-eu: something");
  });
});

describe("what concerns the fleet", () => {
  const headline = ({ out }: { out: string }) => out.split("\n")[0];
  const calm = { ...fleet, problems: [] };

  test("is a reservation where all engines answer", async () => {
    const [with2, without] = [await doctor(engines(fine, fine), fleet), await doctor(engines(fine, fine), calm)];
    expect(headline(with2)).toContain("All 2 engines answer, with reservations");
    expect(with2.out).toContain(twins);
    expect(headline(without)).toMatch(/All 2 engines answer[^,]*$/);
    expect([with2.exit, without.exit]).toEqual([0, 0]);
  });

  test("is not told of one engine", async () => {
    const { out } = await doctor(engines(fine), calm);
    expect(out).not.toMatch(/fleet|aliases/);
    expect(headline(await doctor(engines(fine), calm))).toContain("The engine answers");
  });

  test("tells no aliases where there are none", async () => {
    const { out } = await doctor(engines(fine, fine), { ...calm, aliases: [] });
    expect(out).toContain("fleet");
    expect(out).not.toContain("aliases");
  });

  test("up to four engines are told whole", async () => {
    expect((await doctor(engines(fine, fine, fine, fine), calm)).out.match(/version/g)).toHaveLength(4);
    expect((await doctor(engines(fine, fine, fine, fine, noRights), calm)).out.match(/version/g)).toHaveLength(1);
  });
});
