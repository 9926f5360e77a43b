import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { recordsOf } from "../../src/sandbox/camunda8/projection.ts";
import { instanceFacts } from "../../src/sandbox/camunda8/v2/dialect.ts";
import { v2Facade } from "../../src/sandbox/camunda8/v2/facade.ts";
import { like } from "../../src/sandbox/camunda8/v2/search/like.ts";
import { tellWorld } from "../../src/sandbox/script.ts";
import { now } from "./asking.ts";

describe("what a request may say", () => {
  const records = recordsOf(tellWorld({ now }), { ...instanceFacts["8.9"], delayMs: 0 });
  const facade = v2Facade(records, { api: "8.9" });
  const search = (resource: string, body: string) =>
    facade({ method: "POST", url: `/v2/${resource}/search`, headers: { "content-type": "application/json" }, body });

  test.each<[unknown, string, RegExp]>([
    [{ filter: { nothing: 1 } }, "Bad Request", /\[filter.nothing\]/],
    [{ filter: { state: { $gt: "ACTIVE" } } }, "Bad Request", /\[filter.state.\$gt\]/],
    [{ filter: { state: "CANCELED" } }, "INVALID_ARGUMENT", /ACTIVE, COMPLETED, TERMINATED/],
    [{ filter: { processInstanceKey: "PAY-1" } }, "INVALID_ARGUMENT", /not a valid key/],
    [{ filter: { processInstanceKey: { $in: ["1", "9223372036854775808"] } } }, "INVALID_ARGUMENT", /not a valid key/],
    [{ filter: { startDate: "2026-11-22" } }, "INVALID_ARGUMENT", /RFC 3339/],
    [{ filter: { startDate: { $gte: "2026-02-30T00:00:00" } } }, "INVALID_ARGUMENT", /RFC 3339/],
    [{ filter: { hasIncident: "true" } }, "Bad Request", /\[filter.hasIncident\]/],
    [{ filter: { processDefinitionVersion: 2 ** 31 } }, "Bad Request", /processDefinitionVersion/],
    [{ filter: { $or: [{ $or: [] }] } }, "Bad Request", /\$or/],
    [{ filter: { variables: [{ name: "x" }] } }, "INVALID_ARGUMENT", /value must not be null/],
    [{ filter: { batchOperationId: "1", batchOperationKey: "1" } }, "INVALID_ARGUMENT", /Only one/],
    [{ sort: [{ field: "nothing" }] }, "Bad Request", /startDate/],
    [{ sort: [{ order: "ASC" }] }, "INVALID_ARGUMENT", /must not be null/],
    [{ sort: [{ field: "startDate", order: "up" }] }, "Bad Request", /ASC, DESC/],
    [{ size: 5 }, "Bad Request", /\[size\]/],
    [[], "Bad Request", /JSON/],
  ])("%j is refused", (body, title, detail) => {
    const { status, contentType, body: text } = search("process-instances", JSON.stringify(body));
    const problem = JSON.parse(text);
    expect([status, contentType]).toEqual([400, "application/problem+json"]);
    expect(problem).toMatchObject({
      type: "about:blank",
      title,
      status: 400,
      instance: "/v2/process-instances/search",
    });
    expect(problem.detail).toMatch(detail);
  });

  const scalar = fc.oneof(
    fc.string(),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.constantFrom("1", "ACTIVE", "2026-01-01T00:00:00Z"),
  );
  const operand = fc.oneof(scalar, fc.array(scalar, { maxLength: 3 }));
  const operator = fc.constantFrom("$eq", "$neq", "$exists", "$in", "$notIn", "$gt", "$lte", "$like", "$none");
  const condition = fc.oneof(operand, fc.dictionary(operator, operand, { maxKeys: 3 }));
  const field = fc.constantFrom(
    "state",
    "processInstanceKey",
    "startDate",
    "tenantId",
    "hasIncident",
    "processDefinitionId",
    "value",
    "errorType",
    "tags",
    "variables",
    "$or",
    "type",
    "name",
  );
  const filter = fc.dictionary(field, condition, { maxKeys: 3 });
  const page = fc.record({ limit: operand, after: fc.string(), from: scalar }, { requiredKeys: [] });
  const bodies = fc.oneof(
    fc.json(),
    fc.string(),
    fc
      .record(
        { filter, page, sort: fc.array(fc.record({ field, order: fc.constantFrom("ASC", "DESC", "x") })) },
        { requiredKeys: [] },
      )
      .map((body) => JSON.stringify(body)),
  );

  test("no body breaks it", () => {
    const names = [
      "process-instances",
      "element-instances",
      "incidents",
      "variables",
      "jobs",
      "user-tasks",
      "audit-logs",
    ];
    fc.assert(
      fc.property(fc.constantFrom(...names), bodies, (resource, body) => {
        const answer = search(resource, body);
        expect([200, 400]).toContain(answer.status);
        JSON.parse(answer.body);
      }),
      { numRuns: 2_000 },
    );
  });

  test("a pattern fits what it was made of, and nothing but that when it is escaped", () => {
    const escaped = (text: string) => text.replace(/[\\*?]/g, "\\$&");
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.string(), fc.string(), (text, left, right) => {
        expect(like(escaped(text))(text)).toBe(true);
        expect(like(`${escaped(left)}*${escaped(right)}`)(left + text + right)).toBe(true);
        expect(like(escaped(left))(right)).toBe(left === right);
        expect(like("?".repeat([...text].length))(text)).toBe(true);
      }),
    );
  });

  test("a pattern is what the regular expression would be", () => {
    const pattern = fc.array(fc.constantFrom("a", "b", "*", "?"), { maxLength: 8 }).map((all) => all.join(""));
    const texts = fc.array(fc.constantFrom("a", "b", "c"), { maxLength: 8 }).map((all) => all.join(""));
    fc.assert(
      fc.property(pattern, texts, (wild, text) => {
        const expression = new RegExp(`^${wild.replaceAll("*", ".*").replaceAll("?", ".")}$`);
        expect(like(wild)(text)).toBe(expression.test(text));
      }),
      { numRuns: 1_000 },
    );
  });

  test("a pattern of many stars is decided at once", () => {
    expect(like("*a".repeat(200))("b".repeat(20_000))).toBe(false);
  });
});
