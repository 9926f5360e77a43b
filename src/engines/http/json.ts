/**
 * What every number that a double may not hold matches, and hardly anything else: 16 characters of digits and dot, or an
 * exponent of three digits, up to the end of the number. Fifteen significant digits always survive a double. Ids in
 * quotes ("invoice:3:2251799813685249") do not match, because the reviver makes parsing several times slower while this
 * search costs about as much as JSON.parse itself.
 */
const mayLoseDigits = /[:[,]\s*-?\d(?:[\d.]{15,}(?:[eE][+-]?\d+)?|[\d.]*[eE][+-]?\d{3,})\s*[,\]}]/;

/** A document that is nothing but a number. */
const bareNumber = /^\s*[-\d]/;

const integer = /^-?\d+$/;

const parts = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

/** JSON without loss: a number that a double does not hold to the last digit stays the text that was sent. */
export function parseJson(text: string): unknown {
  return mayLoseDigits.test(text) || bareNumber.test(text) ? JSON.parse(text, keepDigits) : JSON.parse(text);
}

// TypeScript's library does not know the reviver's third argument (`source`, Node ≥ 21); being optional here makes it fit.
function keepDigits(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  const source = context?.source;
  if (typeof value !== "number" || source === undefined) return value;
  return survives(source, value) ? value : source;
}

function survives(source: string, value: number): boolean {
  if (integer.test(source)) return Number.isSafeInteger(value);
  return Number.isFinite(value) && canonical(source) === canonical(String(value));
}

/** One spelling per decimal number: "1.50e3" and "1500" are both "15e2". */
function canonical(number: string): string {
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = parts.exec(number) ?? [];
  const digits = (whole + fraction).replace(/^0+/, "");
  const significant = digits.replace(/0+$/, "");
  if (significant === "") return "0";
  return `${sign}${significant}e${Number(exponent) - fraction.length + digits.length - significant.length}`;
}
