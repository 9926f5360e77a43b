import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { bpelSections } from "./bpel.ts";
import { camunda7Sections } from "./camunda7.ts";
import { parameters } from "./camunda7-parameters.ts";
import { camunda8Sections } from "./camunda8.ts";
import { contractSections } from "./contract.ts";
import { regenerated } from "./generated.ts";
import { readmeSections } from "./readme.ts";
import { slackSections } from "./slack.ts";

const root = join(import.meta.dirname, "../..");
const shared = join(root, "../shared");

/** Documents with sections made from the code. `npx vitest run test/docs -u` writes stale ones anew. */
const documents = [
  ["README.md", readmeSections],
  ["docs/contract.md", contractSections],
  ["docs/engines/camunda7.md", camunda7Sections],
  ["docs/engines/camunda8.md", camunda8Sections],
  ["docs/engines/bpel.md", bpelSections],
  ["docs/slack.md", slackSections],
] as const;

test.each(documents)("%s says what the code does", async (path, sections) => {
  const file = join(root, path);
  await expect(regenerated(readFileSync(file, "utf8"), await sections())).toMatchFileSnapshot(file);
});

test("sections and their places must go together", () => {
  const text = "a\n<!-- begin generated: x -->\nold\n<!-- end generated -->\nb";
  expect(regenerated(text, { x: "new" })).toBe(text.replace("old", "new"));
  expect(() => regenerated(text, { x: "", y: "" })).toThrow("no place for y");
  expect(() => regenerated(text, {})).toThrow("x");
  expect(() => regenerated(text + text, { x: "" })).toThrow("twice");
});

describe("the table of parameters", () => {
  const names = parameters.map(({ name }) => name);
  const seed = join(shared, "seeds/camunda7-query-process-instances.txt");
  const table = join(shared, "specs/camunda7/query-filters-since.json");

  test("has each once", () => {
    expect(new Set(names).size).toBe(names.length);
  });

  test.skipIf(!existsSync(seed))("has all of the published page (../shared/seeds)", () => {
    const [described = ""] = readFileSync(seed, "utf8").split("\nResult\n");
    const published = [...described.matchAll(/^([a-z]\w+) [A-Z]/gm)].map(([, name]) => name);
    expect(published.length).toBeGreaterThan(30);
    expect([...names].sort()).toEqual(published.sort());
  });

  test.skipIf(!existsSync(table))("has the versions of the sources (../shared/specs)", () => {
    const { filters } = z
      .object({ filters: z.record(z.string(), z.record(z.string(), z.string())) })
      .parse(JSON.parse(readFileSync(table, "utf8")));
    const versions = filters["GET|POST /process-instance"] ?? {};
    const paging = ["sortBy", "sortOrder", "firstResult", "maxResults"];
    expect(Object.fromEntries(parameters.map(({ name, since }) => [name, since]))).toEqual(
      Object.fromEntries(names.map((name) => [name, paging.includes(name) ? "<=7.5" : versions[name]])),
    );
  });
});

/** Headings as links name them. */
const anchorsOf = (path: string) =>
  [...readFileSync(path, "utf8").matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );

test("every link from one document to another leads somewhere", () => {
  const docs = readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" });
  const paths = ["README.md", "CHANGELOG.md", ...docs.map((path) => join("docs", path))]
    .filter((path) => path.endsWith(".md"))
    .map((path) => join(root, path));
  expect(paths.length).toBeGreaterThan(15);
  for (const path of paths) {
    const links = [...readFileSync(path, "utf8").matchAll(/\]\(([^)#\s]*)(?:#([^)]*))?\)/g)];
    for (const [, to = "", anchor] of links.filter(([, to]) => !to?.startsWith("http"))) {
      const target = to === "" ? path : join(path, "..", to);
      expect(existsSync(target), `${path}: ${to}`).toBe(true);
      if (anchor !== undefined) expect(anchorsOf(target), `${path}: ${to}`).toContain(anchor);
    }
  }
});
