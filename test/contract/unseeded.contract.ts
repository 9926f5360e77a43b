import { describe, expect, it } from "vitest";
import type { FilterInput } from "../../src/core/question.ts";
import { whyNot } from "./askable.ts";
import { asking, type Row, refusalOf, type Subject } from "./subject.ts";

/** Filters that find an instance again by what its row says, and that no row may contradict. */
const around: Readonly<
  Record<string, readonly [(row: Row) => Partial<FilterInput> | undefined, (row: Row, like: Row) => boolean]>
> = {
  definitionKey: [
    ({ definition }) => ({ definitionKey: definition.key }),
    (row, like) => row.definition.key === like.definition.key,
  ],
  definitionVersion: [
    ({ definition: { key, version } }) =>
      version === undefined ? undefined : { definitionKey: key, definitionVersion: version },
    (row, like) => row.definition.version === like.definition.version,
  ],
  state: [({ state }) => ({ state }), (row, like) => row.state === like.state],
  businessKey: [
    ({ businessKey }) => (businessKey && !/[*\\]/.test(businessKey) ? { businessKey } : undefined),
    (row, like) => row.businessKey?.toLowerCase() === like.businessKey?.toLowerCase(),
  ],
  tenantId: [({ tenantId }) => (tenantId ? { tenantId } : undefined), (row, like) => row.tenantId === like.tenantId],
  parentId: [({ parentId }) => (parentId ? { parentId } : undefined), (row, like) => row.parentId === like.parentId],
};

/** What any engine can be held to without knowing what is in it: facts are taken from its own answers. */
export function unseededContract(subject: () => Subject): void {
  const ask = () => asking(subject());
  const sample = async () => {
    const rows = (await ask().query({ limit: 100 })).instances ?? [];
    return rows.filter((_row, index) => index % Math.ceil(rows.length / 5) === 0);
  };

  it("an instance of the list is found by id, in the same state", async () => {
    for (const row of await sample()) {
      const { instance } = await ask().get({ id: row.id });
      expect(instance).toMatchObject({ id: row.id, definition: { key: row.definition.key }, startedAt: row.startedAt });
      expect((await ask().history({ id: row.id, limit: 5 })).instance.id).toBe(row.id);
    }
  });

  describe("filters taken from a row find rows like it", () => {
    it.for(Object.entries(around))("%s", async ([name, [input, isLike]], ctx) => {
      const { filters } = await subject().engine.capabilities(new AbortController().signal);
      if (!filters.some((known) => known === name)) ctx.skip("not declared");
      for (const like of await sample()) {
        const asked = input(like);
        if (!asked) continue;
        const moment = like.startedAt ?? "";
        const exact = new Date(Date.parse(moment) + 1).toISOString();
        const { instances = [] } = await ask().query({
          ...asked,
          startedAfter: moment,
          startedBefore: exact,
          limit: 100,
        });
        expect(instances.map(({ id }) => id)).toContain(like.id);
        expect(instances.filter((row) => !isLike(row, like))).toEqual([]);
      }
    });
  });

  it("what nothing matches is an empty list", async () => {
    const nothing = { businessKey: `no such key ${subject().engine.id}` };
    const asked = (await whyNot(subject(), nothing)) ? { definitionKey: "no such definition" } : nothing;
    const { instances, engines } = await ask().query({ ...asked, limit: 1 });
    expect(instances).toEqual([]);
    expect(engines).toMatchObject([{ status: "ok", total: 0 }]);
  });

  it("a filter that it does not declare is refused", async () => {
    expect((await refusalOf(ask().query({ state: "failed" }))).kind).toBe("unsupported");
  });
}
