/** Variables as JSON knows them; a bigint is a number that a double would not hold. */
export type Values = { readonly [name: string]: unknown };

/** JSON with bigints. */
export function jsonText(value: unknown): string {
  if (typeof value === "bigint") return String(value);
  if (Array.isArray(value)) return `[${value.map(jsonText).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).map(([name, field]) => `${JSON.stringify(name)}:${jsonText(field)}`);
  return `{${fields.join(",")}}`;
}

export const lineItems = (...skus: readonly string[]) => skus.map((sku, index) => ({ sku, quantity: index + 1 }));

export const everyType: Values = {
  shortText: "plain",
  emptyText: "",
  text4000: "x".repeat(4000),
  apiPassword: "hunter2-not-a-real-secret",
  authToken: "eyJhbGciOiJub25lIn0.e30.",
  markup: '<!channel> *x* | ` "quotes" <b>&amp;</b> [a](http://b) 😀\r\nsecond line\ttab',
  "name with space/and:slash": "odd name",
  größe: "umlaut",
  counter: -2147483648,
  tiny: 7,
  ratio: 1e-7,
  whole: 3,
  yes: true,
  no: false,
  due: "2026-03-29T00:59:59.999Z",
  nothing: null,
  untyped: 12,
  lineItems: lineItems("CHAIR-7", "DESK-2"),
  longJson: { note: "j".repeat(20_000) },
  address: { street: "Hauptstraße 1", city: "Köln" },
  unknownClass: { iban: "DE00" },
  beyondDouble: 9007199254740993n,
  largestLong: 9223372036854775807n,
};
