/** Links into Operate, made and read. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { refusalOf } from "../contract/subject.ts";
import { instanceRow, keyOf } from "./rows.ts";
import { connect, startCluster } from "./stub.ts";
import { serveTables } from "./tables.ts";

const id = keyOf(1);
const cluster = "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0";

/** Addresses of an API, and where Operate lies beside it. */
const addresses: Readonly<Record<string, string>> = {
  "http://localhost:8080": "http://localhost:8080/operate",
  "http://localhost:8080/": "http://localhost:8080/operate",
  "http://localhost:8088/v2": "http://localhost:8088/operate",
  "http://localhost:8088/v2/": "http://localhost:8088/operate",
  "http://localhost:8088/v1": "http://localhost:8088/operate",
  "https://c8.example.com:8443/camunda": "https://c8.example.com:8443/camunda/operate",
  "https://c8.example.com/camunda/v2": "https://c8.example.com/camunda/operate",
  "https://c8.example.com/camunda/v1/": "https://c8.example.com/camunda/operate",
  "https://c8.example.com/v2x": "https://c8.example.com/v2x/operate",
  "https://[::1]:8080/v2": "https://[::1]:8080/operate",
  [`https://bru-2.zeebe.camunda.io/${cluster}`]: `https://bru-2.operate.camunda.io/${cluster}`,
  [`https://bru-2.zeebe.camunda.io/${cluster}/v2`]: `https://bru-2.operate.camunda.io/${cluster}`,
  [`https://bru-2.zeebe.camunda.io:443/${cluster}`]: `https://bru-2.operate.camunda.io/${cluster}`,
  [`https://lhr-1.operate.camunda.io/${cluster}`]: `https://lhr-1.operate.camunda.io/${cluster}`,
  [`https://bru-2.api.camunda.io/${cluster}`]: `https://bru-2.api.camunda.io/${cluster}/operate`,
  [`https://zeebe.camunda.io.example.com/${cluster}`]: `https://zeebe.camunda.io.example.com/${cluster}/operate`,
};

describe.for(Object.entries(addresses))("%s", ([url, operate]) => {
  const idOf = async (link: string) => {
    const engine = connect(url);
    const found = await engine.idOfLink(link);
    await engine.close();
    return found;
  };

  it("is the address of what is linked, with tabs, queries and what people copy along", async () => {
    const link = `${operate}/processes/${id}`;
    const tabs = ["", "/", "/details", "/incidents", "/variables?filter=a%2Fb", "/operations-log#end"];
    const queries = ["?flowNodeId=ship&flowNodeInstanceId=2251799813685300", "#incidents", "?a=1#b"];
    for (const end of [...tabs, ...queries]) expect(await idOf(link + end), end).toBe(id);
    expect(await idOf(`  ${link}\n`)).toBe(id);
  });

  it("is not that of lists, of other applications or of other hosts", async () => {
    for (const link of [
      `${operate}/processes?active=true&incidents=true&process=order&version=2`,
      `${operate}/processes/`,
      `${operate}/processes`,
      `${operate}/decisions/${id}`,
      `${operate}/batch-operations/${id}`,
      operate.replace(/operate/, "tasklist").concat(`/${id}`),
      `https://other.example.com/operate/processes/${id}`,
      `${operate}/processes/%zz`,
    ]) {
      expect(await idOf(link), link).toBeUndefined();
    }
  });
});

describe("links of answers", () => {
  const serving = serveTables({ instances: [instanceRow(id)] });

  it.for([
    ["", ""],
    ["/camunda", ""],
    ["/camunda", "/v2"],
    ["", "/v1/"],
  ] as const)("of a cluster below %s lead back to the instance", async ([path]) => {
    const { ask, url } = await startCluster(serving, { path });
    const { instance } = await ask.get({ id });
    expect(instance.url).toBe(`${url}/operate/processes/${id}`);
    expect((await ask.get({ id: `${instance.url}/incidents?x=1` })).instance.id).toBe(id);
    expect((await ask.history({ id: instance.url ?? "" })).instance.id).toBe(id);
  });

  it("follow a template of one's own, both ways", async () => {
    const web = "https://ops.example.com/c8/instance/{id}/view?tab=incidents";
    const { ask, url } = await startCluster(serving, { web });
    const { instance } = await ask.get({ id });
    expect(instance.url).toBe(web.replace("{id}", id));
    expect((await ask.get({ id: instance.url ?? "" })).instance.id).toBe(id);
    const refusal = await refusalOf(ask.get({ id: `${url}/operate/processes/${id}` }));
    expect(refusal).toMatchObject({
      kind: "invalidInput",
      message: expect.stringContaining("names no process instance"),
    });
  });

  it("that name no key lead nowhere, and nothing is asked", async () => {
    const { ask, asked, url } = await startCluster(serving);
    for (const wrong of ["abc", "1".repeat(25), "-1", "..%2F..%2Fv2"]) {
      expect((await refusalOf(ask.get({ id: `${url}/operate/processes/${wrong}` }))).kind).toBe("notFound");
    }
    expect(asked).toEqual([]);
  });
});

it("any id survives the way into a link and back, and stays within its place", async () => {
  const engine = connect("https://c8.example.com/camunda");
  await fc.assert(
    fc.asyncProperty(fc.string({ minLength: 1, unit: "binary" }), async (any) => {
      const link = `https://c8.example.com/camunda/operate/processes/${encodeURIComponent(any.toWellFormed())}`;
      expect(await engine.idOfLink(link)).toBe(any.toWellFormed());
    }),
  );
  await engine.close();
});
