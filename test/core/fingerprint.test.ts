import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fingerprint, maskMessage } from "../../src/core/fingerprint.ts";

const print = (message: string) => fingerprint("failedJob", message);

describe("one fault, however often", () => {
  test.each([
    ["number", "Order 4711 not found", "Order 4712 not found"],
    ["decimals", "amount 12.50 exceeds 10,000.00", "amount 7 exceeds 100"],
    [
      "uuid",
      "instance daf911a8-e689-11f1-8a30-02fc00000001 gone",
      "instance 00000000-1111-2222-3333-444444444444 gone",
    ],
    ["hex id", "trace 5f3a9c1e2b7d4f60 failed", "trace 1234567812345678 failed"],
    ["IBM id", "_PI:90030109.7232ed16.d33c67f6.beb30076 in doubt", "_PI:90030109.72321416.beadfeed.1 in doubt"],
    ["Zeebe key", "Expected to find job with key 2251799813685263", "Expected to find job with key 9007199254740993"],
    ["Java object", "com.acme.Order@1b2c3d4e cannot be sent", "com.acme.Order@6d06d69c cannot be sent"],
    ["double quotes", 'No customer "A. Miller"', 'No customer "O\'Brien \\"Jr\\""'],
    [
      "single quotes",
      "Unknown property used in expression: 'order.a'",
      "Unknown property used in expression: 'order.b'",
    ],
    ["apostrophe in quotes", "value 'can't' is bad", "value 'x' is bad"],
    ["back quotes", "no field `a b`", "no field `c`"],
    ["ISO time", "late since 2026-11-22T10:00:00.123+0100", "late since 2025-01-01 00:00:00"],
    ["Java date", "due Sun Nov 22 10:00:00 CET 2026 passed", "due Mon Dec 07 23:59:59 UTC 2026 passed"],
    ["HTTP date", "expires Sun, 22 Nov 2026 10:00:00 GMT", "expires Mon, 07 Dec 2026 01:02:03 GMT"],
    ["clock", "stopped at 10:15:30", "stopped at 9:05"],
    ["address and port", "Connect to 10.0.0.12:80 refused", "Connect to 192.168.10.112:8443 refused"],
    ["URL", "GET http://a/orders/1?x=2: 500", "GET https://b.example:8443/orders/abc: 500"],
    ["Unix path", "cannot open /var/data/in/a.csv", "cannot open /srv/b-2.csv/x"],
    ["Windows path", "cannot open C:\\in\\a.csv", "cannot open D:\\out\\deep\\b.csv"],
    ["thread", "http-nio-8080-exec-3 died", "http-nio-8081-exec-17 died"],
    ["lambda", "Flow$$Lambda$14/0x0000000800c0a840 threw", "Flow$$Lambda$15/0x0000000800c0ffff threw"],
    ["line", "at Order.java:12", "at Order.java:137"],
    ["white space", "two\n lines", "two lines"],
    [
      "JS",
      "Cannot read properties of undefined (reading 'total')",
      "Cannot read properties of undefined (reading 'id')",
    ],
  ])("%s", (_name, one, other) => {
    expect(maskMessage(one)).toBe(maskMessage(other));
    expect(print(one)).toBe(print(other));
  });
});

describe("different faults", () => {
  const messages = [
    "java.lang.NullPointerException: order 1",
    "java.lang.IllegalStateException: order 1",
    "java.net.SocketTimeoutException: Read timed out",
    "java.net.SocketTimeoutException: connect timed out",
    "java.net.ConnectException: Connection refused",
    "org.h2.jdbc.JdbcSQLTimeoutException: Timeout trying to lock table {0}",
    'Cannot invoke "Order.total()" because "order" is null',
    'Cannot read field "total" because "order" is null',
    "TypeError: Cannot read properties of undefined (reading 'a')",
    "TypeError: Cannot read properties of null (reading 'a')",
    "ReferenceError: order is not defined",
    "Customer not found",
    "Order not found",
    "Order not found.",
    "Couldn't read the customer's address",
    "Couldn't write the customer's address",
    "Expected to evaluate decision 'a', but no decision found",
    "Expected to evaluate form 'a', but no form found",
    "failed to evaluate expression 'amount > 1': no variable found for name 'amount'",
    "No message",
    "",
  ];
  test("none is taken for another", () => {
    expect(new Set(messages.map(print)).size).toBe(messages.length);
  });
  test("the type takes part, and no message is not an empty one", () => {
    expect(fingerprint("failedExternalTask", "x")).not.toBe(fingerprint("failedJob", "x"));
    expect(fingerprint("failedJob", null)).not.toBe(fingerprint("failedJob", ""));
    expect(fingerprint("a", null)).not.toBe(fingerprint("b", null));
  });
});

test("ids, numbers, times, quoted values and paths never matter", () => {
  const hex = fc.string({ unit: fc.constantFrom(..."0123456789abcdef"), minLength: 32, maxLength: 32 });
  const message = fc
    .record({
      uuid: fc.uuid(),
      hash: hex.filter((id) => /\d/.test(id)),
      number: fc.nat(),
      time: fc.date({ min: new Date(0), max: new Date("2099-01-01"), noInvalidDate: true }),
      quoted: fc.stringMatching(/^[^"\\\n]{0,20}$/),
      path: fc.array(fc.stringMatching(/^[a-z][\w.-]{0,8}$/), { minLength: 2, maxLength: 5 }),
    })
    .map(
      ({ uuid, hash, number, time, quoted, path }) =>
        `Payment ${uuid} (${hash}) of order ${number} at ${time.toISOString()}: "${quoted}" refused, see /${path.join("/")}`,
    );
  fc.assert(fc.property(message, message, (one, other) => maskMessage(one) === maskMessage(other)));
});

test("any text has a fingerprint of twelve hex digits, soon", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "binary" }),
      fc.option(fc.string({ unit: "binary", maxLength: 4_000 })),
      (type, message) => {
        expect(fingerprint(type, message)).toMatch(/^[0-9a-f]{12}$/);
      },
    ),
  );
  const started = performance.now();
  for (const text of ["a.", "«", '"', "'", "/a", "1.", "@a", "a://", "x'", "Abc, "]) maskMessage(text.repeat(5_000));
  expect(performance.now() - started).toBeLessThan(3_000);
});
