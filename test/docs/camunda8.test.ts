import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { filters } from "../../src/core/filters.ts";
import { eventKinds } from "../../src/core/model.ts";
import { cases } from "./camunda8.ts";
import { asked, type Form, forms } from "./camunda8-forms.ts";
import { eventsTold } from "./camunda8-told.ts";

const text = readFileSync(join(import.meta.dirname, "../../docs/engines/camunda8.md"), "utf8");
const names = Object.keys(filters.shape).map((name) => (name === "waitingSince" ? "waitingLongerThan" : name));

describe("docs/engines/camunda8.md", () => {
  test.each(names)("has the filter %s in both tables", (name) => {
    const rows = text.split("\n").filter((line) => line.startsWith(`| \`${name}\` | `));
    expect(rows.length).toBeGreaterThanOrEqual(2);
  });

  test.each(eventKinds)("has the kind of event %s", (kind) => {
    expect(text).toContain(`| \`${kind}\` | `);
  });
});

describe("a cluster is known by its answers", () => {
  test.each(Object.entries(cases))("%s", async (_name, form) => {
    const { server } = await asked(form);
    expect(server).toMatchObject({ ...form.server, version: form.version ?? null });
  });
});

describe("what is said about events is what the adapter can be asked", () => {
  test.each(Object.entries<Form>(forms))("%s", async (_name, form) => {
    const { server, capabilities } = await asked(form);
    const level = server.api === "v2" ? server.level : 0;
    const told = eventKinds.filter((kind) => {
      const { v2, operate, since = 0 } = eventsTold[kind];
      return server.api === "v2" ? v2 !== "" && level >= since : operate !== "";
    });
    expect(told).toEqual(eventKinds.filter((kind) => capabilities.eventKinds.includes(kind)));
  });
});
