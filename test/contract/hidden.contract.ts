import { expect, it } from "vitest";
import { allRows, asking, refusalOf, type Subject } from "./subject.ts";

/** An engine that shows its account some definitions only. */
export function hiddenContract(subject: () => Subject): void {
  const ask = () => asking(subject());

  it("what the account may not read is not found, running or ended, and is named as a matter of rights where that is known", async () => {
    const running = await refusalOf(ask().get({ id: subject().idOf("payment-waiting-message") }));
    expect(running).toMatchObject({ kind: "notFound", message: expect.stringContaining("rights") });
    const ended = await refusalOf(ask().get({ id: subject().idOf("payment-refused") }));
    expect(ended).toMatchObject({ kind: "notFound", message: expect.stringContaining("rights") });
    for (const scenario of ["payment-waiting-message", "payment-refused"]) {
      expect((await refusalOf(ask().history({ id: subject().idOf(scenario) }))).kind).toBe("notFound");
    }
  });

  it("lists and counts hold what it may read", async () => {
    const rows = await allRows(ask(), {});
    expect(subject().labelsOf(rows)).toEqual(subject().world.labels);
    const { engines } = await ask().query({ mode: "count" });
    expect(engines[0]?.total).toBe(subject().world.labels.length);
  });
}
