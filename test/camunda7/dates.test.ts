import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toEngineDate } from "../../src/engines/camunda7/dates.ts";
import { fromEngineDate } from "../../src/engines/dates.ts";

const instants = fc.date({ min: new Date("1970-01-01"), max: new Date("2999-12-31"), noInvalidDate: true });
const offsets = fc.integer({ min: -14 * 60, max: 14 * 60 });

/** The instant as a server in that time zone writes it. */
function written(at: Date, offset: number, form: { colon: boolean; millis: boolean }): string {
  const local = new Date(at.getTime() + offset * 60_000).toISOString();
  const minutes = Math.abs(offset);
  const two = (number: number) => String(number).padStart(2, "0");
  const zone = `${offset < 0 ? "-" : "+"}${two(Math.floor(minutes / 60))}${form.colon ? ":" : ""}${two(minutes % 60)}`;
  return local.slice(0, form.millis ? 23 : 19) + zone;
}

describe("dates of the engine", () => {
  test("what is sent has milliseconds and an offset without colon, the only form that every version takes", () => {
    fc.assert(
      fc.property(instants, (at) => {
        expect(toEngineDate(at.toISOString())).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/);
      }),
    );
  });

  test("what is sent reads back as the same instant", () => {
    fc.assert(fc.property(instants, (at) => fromEngineDate(toEngineDate(at.toISOString())) === at.toISOString()));
  });

  test("every offset, with or without colon and milliseconds, is read as the same instant in UTC", () => {
    const forms = fc.record({ colon: fc.boolean(), millis: fc.boolean() });
    fc.assert(
      fc.property(instants, offsets, forms, (at, offset, form) => {
        const exact = form.millis ? at : new Date(Math.floor(at.getTime() / 1000) * 1000);
        expect(fromEngineDate(written(at, offset, form))).toBe(exact.toISOString());
      }),
    );
  });

  test.each([
    "",
    "2026-11-22",
    "22.11.2026 10:00",
    "2026-11-22T10:00:00",
    "2026-13-40T10:00:00.000+0000",
    "1795366494423",
  ])("%j is no date: a server with a form of its own is told, not guessed", (text) =>
    expect(fromEngineDate(text)).toBeUndefined(),
  );

  test("anything is read or refused, never thrown at", () => {
    fc.assert(fc.property(fc.string(), (text) => ["string", "undefined"].includes(typeof fromEngineDate(text))));
  });
});
