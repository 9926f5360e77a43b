import fc from "fast-check";
import { expect, test } from "vitest";
import { parseJson } from "../../src/engines/http/json.ts";

test("numbers that a double holds stay numbers, all others their text", () => {
  const text = `{"safe":9007199254740991,"unsafe":9007199254740992,"negative":-9007199254740993,"long":9223372036854775807,
    "third":0.1,"pi":3.14159265358979323846,"exact":1.50,"huge":1e400,"tiny":1e-400,"max":1.7976931348623157E308,
    "padded":100000000000000000000.0, "list":[ 12345678901234567890 , 1],"text":"9007199254740993"}`;
  expect(parseJson(text)).toEqual({
    safe: 9007199254740991,
    unsafe: "9007199254740992",
    negative: "-9007199254740993",
    long: "9223372036854775807",
    third: 0.1,
    pi: "3.14159265358979323846",
    exact: 1.5,
    huge: "1e400",
    tiny: "1e-400",
    max: 1.7976931348623157e308,
    padded: 1e20,
    list: ["12345678901234567890", 1],
    text: "9007199254740993",
  });
  expect(parseJson("2251799813685249")).toBe(2251799813685249);
  expect(parseJson(" 22517998136852490001")).toBe("22517998136852490001");
});

test("keys beyond 2^53 keep their digits wherever they stand", () => {
  const text = `{"key":9007199254740993,"sortValues":[9007199254740993, "2251799813685249",-9007199254740993],
    "items":[{"key":9007199254740993},{"key" : 2251799813685249 ,"parentKey":null}],"nested":[[9007199254740993]]}`;
  expect(parseJson(text)).toEqual({
    key: "9007199254740993",
    sortValues: ["9007199254740993", "2251799813685249", "-9007199254740993"],
    items: [{ key: "9007199254740993" }, { key: 2251799813685249, parentKey: null }],
    nested: [["9007199254740993"]],
  });
  expect(parseJson("[9007199254740993]")).toEqual(["9007199254740993"]);
});

const digits = fc.stringMatching(/^(?:0|[1-9]\d{0,24})$/);
const sources = fc
  .tuple(
    fc.constantFrom("", "-"),
    digits,
    fc.option(fc.stringMatching(/^\d{1,25}$/), { nil: undefined }),
    fc.option(fc.tuple(fc.constantFrom("e", "E"), fc.constantFrom("", "+", "-"), fc.nat(420)), { nil: undefined }),
  )
  .map(([sign, whole, fraction, exponent]) => {
    const decimals = fraction === undefined ? "" : `.${fraction}`;
    return sign + whole + decimals + (exponent === undefined ? "" : exponent.join(""));
  });

/** The number as an exact fraction, computed with integers only. */
function exact(source: string): readonly [bigint, number] {
  const [mantissa = "", exponent = "0"] = source.toLowerCase().split("e");
  const [whole = "", fraction = ""] = mantissa.split(".");
  let value = BigInt(whole.replace("-", "") + fraction);
  let scale = Number(exponent) - fraction.length;
  while (value !== 0n && value % 10n === 0n) {
    value /= 10n;
    scale += 1;
  }
  return value === 0n ? [0n, 0] : [source.startsWith("-") ? -value : value, scale];
}

test("no number anywhere in a document loses a digit", () => {
  const spaces = fc.constantFrom("", " ", "\n  ");
  fc.assert(
    fc.property(fc.array(sources, { minLength: 1, maxLength: 4 }), spaces, (numbers, space) => {
      const text = `{"a":${space}[${space}${numbers.join(`${space},${space}`)}${space}]}`;
      const parsed = parseJson(text);
      if (typeof parsed !== "object" || parsed === null || !("a" in parsed) || !Array.isArray(parsed.a)) return false;
      return parsed.a.every((value: unknown, index) => {
        const source = numbers[index] ?? "";
        if (value === source) return true;
        return typeof value === "number" && exact(String(value)).join() === exact(source).join();
      });
    }),
    { numRuns: 5_000 },
  );
});

test("documents without long numbers parse as they always do", () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      fc.pre(!/\d{16}/.test(text));
      expect(parseJson(text)).toEqual(JSON.parse(text));
    }),
  );
});

test("__proto__ and repeated keys change nothing but themselves", () => {
  const parsed = parseJson(`{"__proto__":{"admin":true},"constructor":1,"n":12345678901234567890,"n":1}`);
  expect(Object.getPrototypeOf(parsed)).toBe(Object.prototype);
  expect(parsed).not.toHaveProperty("admin");
  expect(parsed).toHaveProperty("n", 1);
  expect(JSON.stringify(parsed)).toBe(`{"__proto__":{"admin":true},"constructor":1,"n":1}`);
});
