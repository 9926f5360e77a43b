import { expect } from "vitest";
import type { VariableWords } from "./family.ts";

/** Variables of Camunda 8 are JSON text: their types are those of JSON, objects and lists come as their text. */
export const camunda8Variables: Omit<VariableWords, "operators"> = {
  shown: {
    shortText: { type: "string", value: "changed" },
    emptyText: { type: "string", value: "" },
    counter: { type: "number", value: -2147483648 },
    tiny: { type: "number", value: 7 },
    ratio: { type: "number", value: 1e-7 },
    whole: { type: "number", value: 3 },
    yes: { type: "boolean", value: true },
    no: { type: "boolean", value: false },
    nothing: { type: "null", value: null },
    beyondDouble: { type: "number", value: "9007199254740993" },
    largestLong: { type: "number", value: "9223372036854775807" },
    "name with space/and:slash": { type: "string", value: "odd name" },
    größe: { type: "string", value: "umlaut" },
    due: { type: "string", value: "2026-03-29T00:59:59.999Z" },
    address: { type: "object", value: '{"street":"Hauptstraße 1","city":"Köln"}' },
    unknownClass: { type: "object", value: '{"iban":"DE00"}' },
    lineItems: { type: "array", value: '[{"sku":"CHAIR-7","quantity":1},{"sku":"DESK-2","quantity":2}]' },
    longJson: { type: "object", truncated: true, value: expect.stringMatching(/^\{"note":"j+…$/) },
  },
  absent: ["removedLater", "scan", "receipt"],
  unreadable: {},
  atLeast: 25,
  text: "string",
  ofEnded: { name: "amount", type: "number", value: 1280.5 },
};
