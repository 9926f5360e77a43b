import { describe, expect, test } from "vitest";
import { recordsOf } from "../../src/sandbox/camunda8/projection.ts";
import type { Records } from "../../src/sandbox/camunda8/records.ts";
import { dialects, instanceFacts } from "../../src/sandbox/camunda8/v2/dialect.ts";
import { installEngine } from "../../src/sandbox/camunda8/v2/engine.ts";
import { v2Facade } from "../../src/sandbox/camunda8/v2/facade.ts";
import { routesOf } from "../../src/sandbox/camunda8/v2/routes.ts";
import { tellWorld } from "../../src/sandbox/script.ts";
import type { Answer } from "../../src/sandbox/server.ts";
import { now } from "./asking.ts";
import { areThere, read, type Search, versions } from "./camunda8-description.ts";

const descriptions = areThere ? versions.map((version) => [version, read(version)] as const) : [];

if (!areThere) test.skip("Camunda's descriptions of its API are not in ../shared/specs/camunda8");

/** Keys to ask for in each place of a path. */
function keysFor({ instances, elements, incidents, userTasks, variables, audit, definitions }: Records) {
  const keys: Readonly<Record<string, readonly string[]>> = {
    processInstanceKey: instances.map(({ key }) => key),
    elementInstanceKey: elements.map(({ key }) => key),
    incidentKey: incidents.map(({ key }) => key),
    userTaskKey: userTasks.map(({ key }) => key),
    variableKey: variables.map(({ key }) => key),
    auditLogKey: audit.map(({ key }) => key),
    processDefinitionKey: definitions.map(({ key }) => key),
  };
  return (path: string): readonly string[] => {
    const [placeholder, name = ""] = /\{(\w+)\}/.exec(path) ?? [];
    return placeholder === undefined ? [path] : (keys[name] ?? []).map((key) => path.replace(placeholder, key));
  };
}

describe.each(descriptions)("the description of %s", (version, described) => {
  const records = recordsOf(tellWorld({ now, bulk: 20 }), { ...instanceFacts[version], delayMs: 0 });
  const facade = v2Facade(records, { api: version });
  const routes = routesOf(installEngine(records, { api: version })).filter(({ levels }) =>
    levels.includes(dialects[version].level),
  );
  const pathsFor = keysFor(records);
  const ask = (method: string, url: string, body?: unknown): Answer =>
    facade({
      method,
      url,
      headers: { "content-type": "application/json" },
      body: body === undefined ? "" : JSON.stringify(body),
    });
  const searches = described.searches().filter(({ path }) => routes.some((route) => route.path === `/v2${path}`));

  test("every route is in it, and every search has its fields", () => {
    const paths = routes.map(({ method, path }) => [method, path.replace(/^\/v2/, "")] as const);
    expect(paths.filter(([method, path]) => !described.has(method, path))).toEqual([]);
    expect(searches.length).toBeGreaterThanOrEqual(13);
  });

  test.each(routes.map((route) => [`${route.method} ${route.path}`, route] as const))("%s", (_name, route) => {
    const path = route.path.replace(/^\/v2/, "");
    const required = { ...bodyFor(searches.find((one) => one.path === path)) };
    const paths = pathsFor(route.path);
    expect(paths).not.toEqual([]);
    for (const url of paths) {
      const answer = ask(route.method, url, route.method === "POST" ? required : undefined);
      expect([answer.status, url]).toEqual([url.endsWith("/status") ? 204 : 200, url]);
      expect(described.faults(route.method, path, answer), url).toEqual([]);
    }
  });

  test.each(
    routes.filter(({ path }) => path.includes("{")).map((route) => [`${route.method} ${route.path}`, route] as const),
  )("%s of a key that does not exist, and of none", (_name, route) => {
    const path = route.path.replace(/^\/v2/, "");
    for (const key of ["1", "none"]) {
      const answer = ask(route.method, route.path.replace(/\{\w+\}/, key), route.method === "POST" ? {} : undefined);
      const faults = described.faults(route.method, path, answer);
      expect(
        faults.filter((fault) => !undescribed.test(`${answer.status} ${path} ${fault}`)),
        key,
      ).toEqual([]);
    }
  });

  test("searches are sorted by what it says, and by nothing else", () => {
    for (const search of searches) {
      const url = pathsFor(`/v2${search.path}`)[0] ?? "";
      const names = new Set(everySearch.get(search.path)?.flatMap(({ sorts }) => sorts));
      for (const field of [...names, "none"]) {
        for (const order of ["ASC", "DESC"]) {
          const answer = ask("POST", url, { ...bodyFor(search), sort: [{ field, order }] });
          expect([search.path, field, answer.status]).toEqual([
            search.path,
            field,
            search.sorts.includes(field) ? 200 : 400,
          ]);
        }
      }
    }
  });

  test("searches are filtered by what it says, and by nothing else", () => {
    for (const search of searches) {
      const url = pathsFor(`/v2${search.path}`)[0] ?? "";
      const status = (name: string, value: unknown) => {
        const { filter = {} } = bodyFor(search);
        return [search.path, name, value, ask("POST", url, { filter: { ...filter, [name]: value } }).status];
      };
      for (const [name, { plain, operands }] of fieldsOf(search.path)) {
        const own = search.filters.get(name);
        expect(status(name, plain)).toEqual([search.path, name, plain, own ? 200 : 400]);
        for (const [operator, operand] of operands) {
          const value = { [operator]: operand };
          expect(status(name, value)).toEqual([search.path, name, value, own?.operands.has(operator) ? 200 : 400]);
        }
      }
      expect(status("none", 1).at(-1)).toBe(400);
    }
  });
});

/** Statuses that the server answers and the description leaves out: these reads look up what their key names first. */
const undescribed =
  /^404 \/user-tasks\/\{userTaskKey\}\/(variables|effective-variables|audit-logs)\/search 404 is not described|^400 \/audit-logs\/\{auditLogKey\} 400 is not described/;

/** What a search cannot do without. */
function bodyFor(search: Search | undefined): { readonly filter?: Record<string, unknown> } {
  if (!search || search.required.length === 0) return {};
  const values = search.required.map((name) => [name, search.filters.get(name)?.plain]);
  return { filter: Object.fromEntries(values) };
}

const everySearch = Map.groupBy(
  descriptions.flatMap(([, description]) => description.searches()),
  ({ path }) => path,
);

/** All fields that any version filters a search by, each with every operator that any version has for it. */
function fieldsOf(path: string) {
  const fields = new Map<string, { plain: unknown; operands: Map<string, unknown> }>();
  for (const { filters } of everySearch.get(path) ?? []) {
    for (const [name, { plain, operands }] of filters) {
      const known = fields.get(name);
      fields.set(name, { plain: known?.plain ?? plain, operands: new Map([...(known?.operands ?? []), ...operands]) });
    }
  }
  for (const { plain, operands } of fields.values()) {
    for (const [operator, operand] of [
      ["$like", "*"],
      ["$gt", plain],
      ["$notIn", [plain]],
      ["$none", plain],
    ] as const) {
      if (!operands.has(operator)) operands.set(operator, operand);
    }
  }
  return fields;
}
