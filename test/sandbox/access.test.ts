import { describe, expect, it } from "vitest";
import { sandboxFor } from "./asking.ts";

const users = {
  admin: { password: "admin", definitionKeys: "all" },
  reader: { password: "reader", definitionKeys: ["invoice-approval"] },
  clumsy: { password: "clumsy", definitionKeys: "all" },
} as const;
const { get, post, id } = sandboxFor({ auth: { users }, queryMaxResultsLimit: 100 });
const as = (name: string, password = name) => ({
  authorization: `Basic ${Buffer.from(`${name}:${password}`).toString("base64")}`,
});
const limited = "maxResults=50";

describe("access", () => {
  it("is asked for by an empty 401", async () => {
    for (const headers of [{}, as("reader", "wrong"), as("stranger"), { authorization: "Bearer x" }]) {
      const answer = await get("/process-instance/count", headers);
      expect([answer.status, answer.type, answer.text, answer.headers.get("www-authenticate")]).toEqual([
        401,
        null,
        "",
        'Basic realm="default"',
      ]);
    }
    expect((await get("/engine")).status).toBe(200);
    expect(await get("/engine/nosuch/version")).toMatchObject({
      status: 404,
      type: "application/json;charset=ISO-8859-1",
    });
  });

  it("hides other definitions from lists, counts and reads", async () => {
    const keys = async (path: string, field: string, name: string) =>
      new Set(JSON.parse((await get(path, as(name))).text).map((row: Record<string, unknown>) => row[field]));
    expect(await keys(`/process-instance?${limited}`, "definitionKey", "reader")).toEqual(
      new Set(["invoice-approval"]),
    );
    expect((await keys(`/process-instance?${limited}`, "definitionKey", "admin")).size).toBeGreaterThan(3);
    expect(await keys(`/job?${limited}`, "processDefinitionKey", "reader")).toEqual(new Set(["invoice-approval"]));
    expect(await keys(`/history/user-operation?${limited}`, "processDefinitionKey", "reader")).toEqual(
      new Set(["invoice-approval"]),
    );
    expect(await keys(`/external-task?${limited}`, "processDefinitionKey", "reader")).toEqual(new Set());
    expect((await post("/history/process-instance/count", {}, as("reader"))).text).not.toBe(
      (await post("/history/process-instance/count", {}, as("admin"))).text,
    );
  });

  it("calls hidden instances unknown, but forbids to look inside while they run", async () => {
    const hidden = id("order-multi-instance");
    const status = async (path: string) => (await get(path, as("reader"))).status;
    expect(await status(`/process-instance/${hidden}`)).toBe(404);
    expect(await status(`/history/process-instance/${hidden}`)).toBe(404);
    expect(await status(`/process-instance/${hidden}/activity-instances`)).toBe(403);
    expect(await status(`/process-instance/${hidden}/variables`)).toBe(403);
    expect(await status(`/process-instance/${id("payment-refused")}/activity-instances`)).toBe(404);
    expect(await status(`/process-instance/${id("invoice-failed-job")}/variables?deserializeValues=false`)).toBe(200);
    expect(await status("/process-definition/key/order-fulfilment")).toBe(404);
    expect(await status("/telemetry/data")).toBe(403);
    const refused = JSON.parse((await get(`/process-instance/${hidden}/variables`, as("reader"))).text);
    expect(refused).toMatchObject({
      type: "AuthorizationException",
      userId: "reader",
      missingAuthorizations: [{ permissionName: "READ" }, { permissionName: "READ_INSTANCE" }],
    });
  });

  it("bounds the number of rows", async () => {
    const message = async (path: string) => JSON.parse((await get(path, as("admin"))).text).message;
    expect(await message("/process-definition")).toBe("An unbound number of results is forbidden!");
    expect(await message("/process-definition?maxResults=101")).toBe("Max results limit of 100 exceeded!");
  });

  it("is lost after ten wrong passwords, without a word", async () => {
    for (let attempt = 0; attempt < 10; attempt++) await get("/version", as("clumsy", "wrong"));
    expect((await get("/version", as("clumsy"))).status).toBe(401);
  });
});

describe("less history", () => {
  const none = sandboxFor({ historyLevel: "none" });
  const activity = sandboxFor({ historyLevel: "activity" });
  const audit = sandboxFor({ historyLevel: "audit" });
  const counts = async ({ get: ask }: typeof none) =>
    Promise.all(
      ["process-instance", "activity-instance", "variable-instance", "incident", "job-log"].map(
        async (path) => JSON.parse((await ask(`/history/${path}/count`)).text).count > 0,
      ),
    );

  it("keeps less", async () => {
    expect(await counts(none)).toEqual([false, false, false, false, false]);
    expect(await counts(activity)).toEqual([true, true, false, false, false]);
    expect(await counts(audit)).toEqual([true, true, true, false, false]);
    expect((await none.get(`/history/process-instance/${none.id("invoice-assigned")}`)).status).toBe(404);
    expect((await none.get(`/process-instance/${none.id("invoice-assigned")}`)).status).toBe(200);
    expect(await audit.rows("/history/process-instance", { withIncidents: true })).toEqual([]);
    expect((await audit.rows("/incident")).length).toBeGreaterThan(0);
  });

  const cibseven = sandboxFor({ flavor: "cibseven", historyLevel: "audit", auth: { users } });
  it("is told by one product only", async () => {
    expect((await none.get("/configuration")).status).toBe(404);
    expect(JSON.parse((await cibseven.get("/configuration")).text)).toEqual({
      engineName: "default",
      historyLevel: "audit",
      authorizationEnabled: true,
      enablePasswordPolicy: false,
    });
  });
});
