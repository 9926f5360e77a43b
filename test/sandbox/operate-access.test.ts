import { describe, expect, it } from "vitest";
import { newSessions } from "../../src/sandbox/camunda8/operate/sessions.ts";
import { serve } from "../../src/sandbox/server.ts";
import { key, operate, records } from "./operate-asking.ts";

const path = "/v1/process-instances/search";
const refused = { status: 401, contentType: "application/json;charset=UTF-8", body: '{"message":""}', headers: {} };
const users = { demo: "demo" };

/** Logs in and tells what a browser would send from then on. */
function logIn(server: ReturnType<typeof operate>, cookie?: string) {
  const answer = server.send("/api/login?username=demo&password=demo", "", cookie === undefined ? {} : { cookie });
  const cookies = [answer.headers["set-cookie"] ?? []].flat().map((one) => one.split(";")[0]);
  const token = answer.headers["x-csrf-token"];
  return { answer, cookie: cookies.join("; "), token: typeof token === "string" ? token : undefined };
}

describe("sessions", () => {
  it("are opened by name and password, in the query or in a form", () => {
    const server = operate({ auth: { kind: "session", users, csrf: false } });
    const { answer, cookie } = logIn(server);
    expect(answer).toMatchObject({ status: 204, contentType: null, body: "" });
    expect(answer.headers).toEqual({
      "set-cookie": expect.stringMatching(/^OPERATE-SESSION=[0-9A-F]{32}; Path=\/; HttpOnly; SameSite=Lax$/),
    });
    expect(server.send(path, "{}", { cookie }).status).toBe(200);
    expect(server.send(path, "{}", { cookie: `theme=dark; ${cookie}; lang=de` }).status).toBe(200);
    const form = { "content-type": "application/x-www-form-urlencoded" };
    expect(server.send("/api/login", "username=demo&password=demo", form).status).toBe(204);
    for (const query of ["username=demo&password=wrong", "username=nobody&password=demo", "username=toString", ""]) {
      expect(server.send(`/api/login?${query}`, ""), query).toEqual(refused);
    }
    expect(server.send("/api/login", '{"username":"demo","password":"demo"}')).toEqual(refused);
  });

  it("are asked for everywhere, also by the gateway, and by nothing else", () => {
    const server = operate({ auth: { kind: "session", users, csrf: false } });
    for (const url of [
      `/v1/process-instances/${key("invoice-assigned")}`,
      "/v1/nothing",
      "/v2/topology",
      "/v2/process-instances/1",
    ]) {
      expect(server.get(url), url).toEqual(refused);
    }
    const basic = { authorization: `Basic ${Buffer.from("demo:demo").toString("base64")}` };
    expect(server.send(path, "{}", basic)).toEqual(refused);
    expect(server.send(path, "{}", { authorization: "Bearer x" })).toEqual(refused);
    expect(server.send(path, "{}", { cookie: "OPERATE-SESSION=0000" })).toEqual(refused);
    expect(server.get("/nothing").status).toBe(404);
  });

  it("end with the next login and when all expire", () => {
    const sessions = newSessions();
    const server = operate({ auth: { kind: "session", users, csrf: false, sessions } });
    const first = logIn(server).cookie;
    const second = logIn(server, first).cookie;
    expect([first, second].map((cookie) => server.send(path, "{}", { cookie }).status)).toEqual([401, 200]);
    sessions.expireAll();
    expect(server.send(path, "{}", { cookie: second })).toEqual(refused);
    expect(server.send(path, "{}", { cookie: logIn(server).cookie }).status).toBe(200);
  });
});

describe("forged requests", () => {
  const sessions = newSessions();
  const server = operate({ auth: { kind: "session", users, sessions } });
  const { cookie, token } = logIn(server);
  const forbidden = { timestamp: "2026-11-22T12:00:00.000+00:00", status: 403, error: "Forbidden", path };

  it("are told by a token, which is not the cookie's, from all that is not a GET", () => {
    const bare = /X-CSRF-TOKEN=([^;]+)/.exec(cookie)?.[1];
    expect(token).toBeDefined();
    expect(token).not.toBe(bare);
    expect(server.send(path, "{}", { cookie, "x-csrf-token": token }).status).toBe(200);
    for (const wrong of [undefined, "", bare, "x", token?.slice(4), logIn(server).token]) {
      const answer = server.send(path, "{}", { cookie, "x-csrf-token": wrong });
      expect([answer.status, JSON.parse(answer.body)], wrong).toEqual([403, forbidden]);
    }
  });

  it("need none for a GET, whose answer brings a fresh one", () => {
    const answer = server.get(`/v1/process-instances/${key("invoice-assigned")}`, { cookie });
    const fresh = answer.headers["x-csrf-token"];
    expect(fresh).not.toBe(token);
    expect(server.send(path, "{}", { cookie, "x-csrf-token": String(fresh) }).status).toBe(200);
  });

  it("are refused before anybody asks who it is", () => {
    expect(server.send(path, "{}").status).toBe(403);
    expect(server.send(path, "{}", { authorization: "Bearer x" })).toEqual(refused);
    sessions.expireAll();
    expect(server.send(path, "{}", { cookie, "x-csrf-token": token })).toEqual(refused);
  });
});

describe("other doors", () => {
  it("take bearer tokens, or anybody", () => {
    const server = operate({ auth: { kind: "bearer", tokens: ["right"] } });
    expect(server.send(path, "{}", { authorization: "Bearer right" }).status).toBe(200);
    for (const authorization of [undefined, "Bearer wrong", "Basic cmlnaHQ="]) {
      expect(server.send(path, "{}", { authorization })).toEqual(refused);
    }
    expect(operate().send(path, "{}").status).toBe(200);
  });

  it("keep paths shut, and tenants out of sight", () => {
    const shut = operate({ forbidden: ["/v1/variables"] });
    expect([shut.search("variables", {}).status, shut.search("incidents", {}).status]).toEqual([403, 200]);
    const one = operate({ tenants: ["acme-eu"] });
    const tenants = new Set(one.rows("process-instances", { size: 1000 }).map((row) => row["tenantId"]));
    expect(tenants).toEqual(new Set(["acme-eu"]));
    expect(one.get(`/v1/process-instances/${key("payment-tenant-us")}`).status).toBe(404);
    expect(one.get(`/v1/process-instances/${key("payment-tenant-us")}/statistics`).status).toBe(404);
    expect(one.total("variables", {})).toBeLessThan(records.variables.length);
  });
});

describe("the server around it", () => {
  const { get, send, facade } = operate();
  const json = { accept: "application/json" };

  it("tells its version, and knows no newer API", () => {
    for (const url of ["/v1/topology", "/v2/topology"]) {
      expect(JSON.parse(get(url).body)).toMatchObject({ gatewayVersion: "8.6.0", partitionsCount: 4 });
    }
    expect(JSON.parse(operate({ version: "8.7.3" }).get("/v2/topology").body).gatewayVersion).toBe("8.7.3");
    expect(operate({ gateway: false }).get("/v2/topology").status).toBe(404);
    const missing = get(`/v2/process-instances/${key("invoice-assigned")}`, json);
    expect([missing.status, missing.contentType, JSON.parse(missing.body)]).toEqual([
      404,
      "application/json",
      {
        timestamp: "2026-11-22T12:00:00.000+00:00",
        status: 404,
        error: "Not Found",
        path: `/v2/process-instances/${key("invoice-assigned")}`,
      },
    ]);
  });

  it("minds paths, methods and media types", () => {
    for (const url of [
      "/v1",
      "/v1/process-instances",
      "/v1/process-instances/",
      "/v1/process-instances/1/",
      "/V1/topology",
    ]) {
      expect(get(url).status, url).toBe(404);
    }
    for (const url of [
      "/v1//process-instances/1",
      "/v1/process-instances/1;a=b",
      "/v1/process-instances/a%2Fb",
      "/v1/%",
    ]) {
      expect(get(url).status, url).toBe(400);
    }
    for (const method of ["DELETE", "PUT", "PATCH"]) {
      expect(facade({ method, url: "/v1/process-instances/1", headers: json, body: "" }).status).toBe(405);
    }
    const url = `/v1/process-instances/${key("invoice-assigned")}`;
    expect(facade({ method: "HEAD", url, headers: json, body: "" })).toMatchObject({ status: 200, body: "" });
    expect(get(url, { accept: "text/plain" })).toMatchObject({ status: 406, contentType: null, body: "" });
    expect(get(url, { accept: "text/html" })).toMatchObject({ status: 406, contentType: "text/html;charset=UTF-8" });
    const vendor = "application/vnd.camunda.api.keys.string+json";
    expect(get(url, { accept: vendor })).toMatchObject({ status: 406, contentType: vendor });
    expect(send(path, "{}", { "content-type": "text/plain" })).toMatchObject({ status: 415, headers: json });
    expect(facade({ method: "POST", url: path, headers: {}, body: "" }).status).toBe(200);
  });

  it("sends two cookies as two headers", async () => {
    const { facade: behind } = operate({ auth: { kind: "session", users } });
    const sandbox = await serve({ port: 0, host: "127.0.0.1", contextPath: "", instances: {}, facade: behind });
    try {
      const answer = await fetch(`${sandbox.url}/api/login?username=demo&password=demo`, { method: "POST" });
      const cookies = answer.headers.getSetCookie();
      expect(cookies).toEqual([expect.stringMatching(/^OPERATE-SESSION=/), expect.stringMatching(/^X-CSRF-TOKEN=/)]);
      const headers = {
        cookie: cookies.map((one) => one.split(";")[0]).join("; "),
        "content-type": "application/json",
      };
      const token = answer.headers.get("x-csrf-token") ?? "";
      const ask = (more: Record<string, string>) =>
        fetch(`${sandbox.url}${path}`, { method: "POST", headers: { ...headers, ...more }, body: "{}" });
      expect([(await ask({})).status, (await ask({ "x-csrf-token": token })).status]).toEqual([403, 200]);
    } finally {
      await sandbox.close();
    }
  });
});
