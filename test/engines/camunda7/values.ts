/** A variable as the REST API takes it. */
export type Value = { value: unknown; type?: string; valueInfo?: Record<string, string> };
export type Values = Record<string, Value>;

export const text = (value: string): Value => ({ type: "String", value });
export const whole = (value: number): Value => ({ type: "Integer", value });
export const real = (value: number): Value => ({ type: "Double", value });
export const flag = (value: boolean): Value => ({ type: "Boolean", value });
const json = (value: unknown): Value => ({ type: "Json", value: JSON.stringify(value) });
const base64 = (bytes: string | number[]): string =>
  (typeof bytes === "string" ? Buffer.from(bytes) : Buffer.from(bytes)).toString("base64");

export const lineItems = (...skus: string[]): Value => json(skus.map((sku, i) => ({ sku, quantity: i + 1 })));

/** The long error text that a worker written in Java would send. */
export const workerTrace = [
  "java.net.SocketTimeoutException: Read timed out after 30000 ms: POST https://payments.example.com/v2/captures",
  ...Array.from({ length: 180 }, (_, i) => `\tat com.example.payments.capture.Step${i}.run(Step${i}.java:${40 + i})`),
  "Caused by: java.io.IOException: connection reset by peer",
  ...Array.from({ length: 60 }, (_, i) => `\tat com.example.http.Channel${i}.read(Channel${i}.java:${100 + i})`),
].join("\n");

const serialised = (objectTypeName: string, value: unknown): Value => ({
  type: "Object",
  value: JSON.stringify(value),
  valueInfo: { objectTypeName, serializationDataFormat: "application/json" },
});

export const everyType: Values = {
  shortText: text("plain"),
  emptyText: text(""),
  text4000: text("x".repeat(4000)),
  apiPassword: text("hunter2-not-a-real-secret"),
  authToken: text("eyJhbGciOiJub25lIn0.e30."),
  markup: text('<!channel> *x* | ` "quotes" <b>&amp;</b> [a](http://b) 😀\r\nsecond line\ttab'),
  "name with space/and:slash": text("odd name"),
  größe: text("umlaut"),
  counter: whole(-2147483648),
  tiny: { type: "Short", value: 7 },
  ratio: real(1e-7),
  whole: real(3),
  yes: flag(true),
  no: flag(false),
  due: { type: "Date", value: "2026-03-29T01:59:59.999+0100" },
  nothing: { type: "Null", value: null },
  untyped: { value: 12 },
  lineItems: lineItems("CHAIR-7", "DESK-2"),
  longJson: json({ note: "j".repeat(20_000) }),
  address: serialised("java.util.LinkedHashMap<java.lang.String,java.lang.String>", {
    street: "Hauptstraße 1",
    city: "Köln",
  }),
  unknownClass: serialised("com.example.Account", { iban: "DE00" }),
  scan: { type: "Bytes", value: base64([0, 1, 2, 255, 254]) },
  receipt: {
    type: "File",
    value: base64("total: 12\n"),
    valueInfo: { filename: "receipt ä.txt", mimetype: "text/plain", encoding: "UTF-8" },
  },
};

/** As text, because a JavaScript number holds neither. */
export const beyondDouble = {
  beyondDouble: '{"type":"Long","value":9007199254740993}',
  largestLong: '{"type":"Long","value":9223372036854775807}',
};
