import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { flavors } from "../../src/engines/camunda7/dialects.ts";
import { createLinks } from "../../src/engines/camunda7/links.ts";

const url = "https://engine.example.com:8443/engine-rest";
const id = "daf911a8-e689-11f1-8a30-02fc00000001";
const target = { id, definitionKey: "order", definitionVersion: 3, definitionId: "order:3:x" };

describe("links into the web application", () => {
  test("each vendor's own, on the engine's origin", () => {
    expect(
      Object.fromEntries(flavors.map((flavor) => [flavor, createLinks(url, flavor, "default", undefined).to(target)])),
    ).toEqual({
      camunda7: `https://engine.example.com:8443/camunda/app/cockpit/default/#/process-instance/${id}/runtime`,
      operaton: `https://engine.example.com:8443/operaton/app/cockpit/default/#/process-instance/${id}/runtime`,
      cibseven: `https://engine.example.com:8443/webapp/#/seven/auth/processes/instance/${id}`,
    });
  });

  test("a template of one's own may name all that is known", () => {
    const template = "https://ops.example.com/{engineName}/{definitionKey}/{definitionVersion}/{definitionId}?i={id}";
    const links = createLinks(url, "camunda7", "blue", template);
    expect(links.to(target)).toBe(`https://ops.example.com/blue/order/3/order%3A3%3Ax?i=${id}`);
    expect(links.idOf(links.to(target))).toBe(id);
  });

  test("the address as people copy it is read: history tab, query, spaces around", () => {
    const links = createLinks(url, "camunda7", "default", undefined);
    const base = `https://engine.example.com:8443/camunda/app/cockpit/default/#/process-instance/${id}`;
    for (const link of [base, `${base}/history`, `${base}/runtime?searchQuery=%5B%5D`, ` ${base}/runtime `]) {
      expect(links.idOf(link)).toBe(id);
    }
  });

  test("a link of another host or application is not ours", () => {
    const links = createLinks(url, "camunda7", "default", undefined);
    for (const link of [
      `https://other.example.com/camunda/app/cockpit/default/#/process-instance/${id}/runtime`,
      `https://engine.example.com:8443/camunda/app/tasklist/default/#/?task=${id}`,
      "https://engine.example.com:8443/camunda/app/cockpit/default/#/process-instance/%zz",
    ]) {
      expect(links.idOf(link)).toBeUndefined();
    }
  });

  test("any id survives the way into a link and back, and stays within its place", () => {
    const links = createLinks(url, "cibseven", "default", undefined);
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: "binary" }), (any) => {
        expect(links.idOf(links.to({ id: any }))).toBe(any.toWellFormed());
      }),
    );
  });
});
