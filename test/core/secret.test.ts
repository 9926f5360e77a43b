import { Console } from "node:console";
import { Writable } from "node:stream";
import { format, inspect } from "node:util";
import fc from "fast-check";
import { expect, test } from "vitest";
import { Secret } from "../../src/core/secret.ts";

function printed(...values: unknown[]): string {
  let text = "";
  const stream = new Writable({
    write(chunk, _encoding, done) {
      text += String(chunk);
      done();
    },
  });
  const console = new Console({ stdout: stream, stderr: stream });
  console.log(...values);
  console.error("%s %o %O %j", ...values, ...values, ...values, ...values);
  console.table(values);
  console.dir(values, { depth: 9, showHidden: true });
  return text;
}

test("no way of printing it shows it, however deep it lies", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z0-9]{16,40}$/), (value) => {
      const secret = new Secret(value);
      const nested = { auth: { list: [secret], map: new Map([[secret, secret]]), set: new Set([secret]) } };
      const error = Object.assign(new Error("x", { cause: nested }), { secret });
      const ways = [
        printed(secret),
        printed(nested),
        printed(error),
        `${secret}`,
        String(secret),
        JSON.stringify(nested),
        JSON.stringify({ secret }, null, 2),
        inspect(nested, { depth: 9, showHidden: true, getters: true }),
        inspect(secret, { customInspect: false, showHidden: true }),
        format("%s %j %o", secret, secret, secret),
        JSON.stringify({ ...secret }),
        JSON.stringify(Object.entries(secret)),
        JSON.stringify(structuredClone({ ...nested.auth.list })),
        [secret].join(),
      ];
      for (const text of ways) expect(text).not.toContain(value);
      expect(secret.reveal()).toBe(value);
    }),
    { numRuns: 30 },
  );
});
