import fc from "fast-check";
import { expect, test } from "vitest";
import { instantOf, parseDuration, parseInstant, shiftIso } from "../../src/core/time.ts";

const now = new Date("2026-11-22T17:45:00.000Z");

test.each([
  ["30s", 30_000],
  ["90m", 5_400_000],
  ["2h", 7_200_000],
  ["7d", 604_800_000],
  ["3w", 1_814_400_000],
  [" 2h ", 7_200_000],
  ["0m", 0],
  ["2", undefined],
  ["h", undefined],
  ["1.5h", undefined],
  ["-2h", undefined],
  ["2H", undefined],
  ["2 h", undefined],
  ["PT2H", undefined],
  ["1234567d", undefined],
  ["", undefined],
])("the duration %j is %j", (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
});

test.each([
  ["2026-11-22", "2026-11-22T00:00:00.000Z"],
  ["2026-11-22T10:00Z", "2026-11-22T10:00:00.000Z"],
  ["2026-11-22T10:00:00Z", "2026-11-22T10:00:00.000Z"],
  ["2026-11-22t10:00:00z", "2026-11-22T10:00:00.000Z"],
  ["2026-11-22 10:00:00Z", "2026-11-22T10:00:00.000Z"],
  ["2026-11-22T10:00:00.5Z", "2026-11-22T10:00:00.500Z"],
  ["2026-11-22T10:00:00.123456789Z", "2026-11-22T10:00:00.123Z"],
  ["2026-11-22T10:00:00+02:00", "2026-11-22T08:00:00.000Z"],
  ["2026-11-22T10:00:00.000+0200", "2026-11-22T08:00:00.000Z"],
  ["2026-01-01T00:30:00+01:00", "2025-12-31T23:30:00.000Z"],
  ["2024-02-29", "2024-02-29T00:00:00.000Z"],
  [" 2h ", "2026-11-22T15:45:00.000Z"],
  ["0s", "2026-11-22T17:45:00.000Z"],
])("%j is the instant %j", (text, iso) => {
  expect(parseInstant(text, now)).toBe(iso);
});

test.each([
  ["", "nothing"],
  ["yesterday", "a word"],
  ["2026-11-22T10:00:00", "no offset: whose time it is cannot be known"],
  ["2026-11-22T10Z", "no minutes"],
  ["2026-02-29", "no such day"],
  ["2026-02-30T10:00:00Z", "no such day"],
  ["2026-13-01", "no such month"],
  ["2026-00-10", "no such month"],
  ["2026-11-22T25:00:00Z", "no such hour"],
  ["2026-11-22T10:60:00Z", "no such minute"],
  ["2026-11-22T10:00:00+99:99", "no such offset"],
  ["22.11.2026", "not ISO"],
  ["1763832600000", "a number of ms"],
  ["999999w", "before year 0"],
  ["9999-12-31T23:59:59-10:00", "in year 10000, whose text would sort before all others"],
  ["2026-11-22T10:00:00Z; drop", "trailing text"],
])("%j is no instant: %s", (text) => {
  expect(parseInstant(text, now)).toBeUndefined();
});

const instants = fc.date({
  min: new Date("0000-01-01T00:00:00.000Z"),
  max: new Date("9999-12-31T23:59:59.999Z"),
  noInvalidDate: true,
});

test("an instant reads back as itself, however its offset is written", () => {
  fc.assert(
    fc.property(instants, fc.integer({ min: -14 * 60, max: 14 * 60 }), fc.boolean(), (date, offset, colon) => {
      expect(parseInstant(date.toISOString(), now)).toBe(date.toISOString());
      const local = instantOf(date.getTime() + offset * 60_000);
      if (local === undefined) return;
      const [hours, minutes] = [Math.trunc(Math.abs(offset) / 60), Math.abs(offset) % 60];
      const two = (part: number) => String(part).padStart(2, "0");
      const written = `${local.slice(0, -1)}${offset < 0 ? "-" : "+"}${two(hours)}${colon ? ":" : ""}${two(minutes)}`;
      expect(parseInstant(written, now)).toBe(date.toISOString());
    }),
  );
});

test("what is read orders as text as it does as time", () => {
  fc.assert(
    fc.property(instants, instants, (a, b) => {
      const [first, second] = [instantOf(a.getTime()), instantOf(b.getTime())];
      expect((first ?? "") < (second ?? "")).toBe(a < b);
    }),
  );
});

test("no text makes it throw, and what it answers is an instant", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.stringMatching(/^[\d:TZ+. wdhms-]{1,30}$/)), (text) => {
      const iso = parseInstant(text, now);
      if (iso !== undefined) expect(new Date(iso).toISOString()).toBe(iso);
    }),
  );
});

test("shifting there and back is nothing", () => {
  fc.assert(
    fc.property(instants, fc.integer({ min: 0, max: 1e9 }), (date, ms) => {
      expect(shiftIso(shiftIso(date.toISOString(), -ms), ms)).toBe(date.toISOString());
    }),
  );
});
