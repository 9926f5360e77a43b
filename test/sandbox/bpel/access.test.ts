import { describe, expect, it } from "vitest";
import { newSessions } from "../../../src/sandbox/bpel/sessions.ts";
import { startBpelSandbox } from "../../../src/sandbox/bpel.ts";
import type { Answer } from "../../../src/sandbox/server.ts";
import { base, bpel, now, piid } from "./asking.ts";

const users = { wsadmin: "secret", clerk: "pa:ss" };
const basic = (name: string, password: string) => ({
  authorization: `Basic ${Buffer.from(`${name}:${password}`).toString("base64")}`,
});
const admin = basic("wsadmin", "secret");
const invoice = `/process/${piid("invoice-assigned")}`;
const order = `/process/${piid("order-multi-instance")}`;
const cookieOf = ({ headers }: Answer) => String(headers["set-cookie"]).split(";")[0];

describe("HTTP Basic", () => {
  const { get, facade } = bpel({ auth: { users } });

  it("challenges before the API is reached, with a page", () => {
    for (const headers of [
      {},
      basic("wsadmin", "wrong"),
      basic("nobody", ""),
      basic("constructor", ""),
      { authorization: "Bearer x" },
      { authorization: "Basic !" },
      { cookie: "LtpaToken2=forged" },
    ]) {
      const answer = get(invoice, headers);
      expect(answer).toMatchObject({ status: 401, contentType: "text/html;charset=ISO-8859-1" });
      expect(answer.headers).toEqual({ "www-authenticate": expect.stringMatching(/^Basic realm=/) });
    }
    // Who is not in does not learn what is there.
    expect(get("/nothing").status).toBe(401);
    expect(facade({ method: "POST", url: `${base}/process`, headers: {}, body: "" }).status).toBe(401);
  });

  it("gives a cookie for each login, which then stands for it", () => {
    const answer = get(invoice, admin);
    expect(answer.status).toBe(200);
    expect(answer.headers["set-cookie"]).toMatch(/^LtpaToken2=[A-Za-z0-9+/=]{64}; Path=\/; HttpOnly$/);
    const cookie = cookieOf(answer);
    const again = get(invoice, { cookie: `JSESSIONID=0000x; ${cookie}; lang=de` });
    expect([again.status, again.headers]).toEqual([200, {}]);
    expect(get(invoice, { ...basic("wsadmin", "wrong"), cookie }).status).toBe(200);
    expect(cookieOf(get(invoice, admin))).not.toBe(cookie);
    expect(get(invoice, basic("clerk", "pa:ss")).status).toBe(200);
    // Also what the API refuses is answered to somebody who is in.
    expect(cookieOf(get("/process/1", admin))).toMatch(/^LtpaToken2=/);
    expect(cookieOf(get("/nothing", admin))).toMatch(/^LtpaToken2=/);
  });

  it("is asked for again when the cookies are too old", () => {
    const sessions = newSessions();
    const house = bpel({ auth: { users, sessions } });
    const cookie = cookieOf(house.get(invoice, admin));
    expect(house.get(invoice, { cookie }).status).toBe(200);
    sessions.expireCookies();
    expect(house.get(invoice, { cookie })).toMatchObject({ status: 401, contentType: "text/html;charset=ISO-8859-1" });
    expect(house.get(invoice, { cookie, ...admin }).status).toBe(200);
  });
});

it("a login by form redirects everybody, with a password too", () => {
  const { get } = bpel({ auth: { users }, login: "form" });
  for (const headers of [{}, admin]) {
    expect(get(invoice, headers)).toEqual({
      status: 302,
      contentType: null,
      headers: { location: "/rest/login.jsp" },
      body: "",
    });
  }
});

describe("what somebody may see", () => {
  const { get, names, rows, refusal } = bpel({ auth: { users, sees: { clerk: ["invoice-approval"] } } });
  const clerk = basic("clerk", "pa:ss");

  it("is found by id, and the rest is refused with a reason", () => {
    expect(get(invoice, clerk).status).toBe(200);
    const answer = get(order, clerk);
    expect(answer).toMatchObject({ status: 401, contentType: "application/json;charset=UTF-8" });
    expect(answer.headers).not.toHaveProperty("www-authenticate");
    const refused = [401, "CWWBE0133E", "clerk", "GETPROCESSINSTANCE", "order-fulfilment"];
    expect(refusal(order, clerk)).toEqual(refused);
    expect(refusal(`${order}/input`, clerk)).toEqual(refused);
    expect(refusal("/process/_PI:9003.1", clerk)[0]).toBe(404);
    const [activity] = rows("activities", { whereClause: "PROCESS_INSTANCE.NAME='ORDER-1001'" }, admin);
    expect(refusal(`/activity/${activity?.["aiid"]}`, clerk).slice(0, 2)).toEqual([401, "CWWBE0133E"]);
    expect(get(order, admin).status).toBe(200);
  });

  it("is all that is in lists", () => {
    const seen = (resource: string, whereClause?: string) =>
      new Set(rows(resource, { whereClause }, clerk).map((row) => row["processTemplateName"]));
    const own = new Set(["invoice-approval"]);
    expect(seen("processes")).toEqual(own);
    expect(seen("activities")).toEqual(own);
    expect(seen("processes", "ACTIVITY.ACTIVATED<=CURRENT_DATE")).toEqual(own);
    const hidden = `PROCESS_INSTANCE.PIID=ID('${piid("order-multi-instance")}')`;
    expect(rows("processes", { whereClause: hidden }, clerk)).toEqual([]);
    expect(rows("activities", { whereClause: hidden }, clerk)).toEqual([]);
    expect(rows("processes", { whereClause: hidden }, admin).length).toBe(1);
    const busy = { whereClause: "PROCESS_INSTANCE.NAME LIKE '%'" };
    expect(new Set(rows("processTemplates", busy, clerk).map((row) => row["name"]))).toEqual(own);
    expect(() => names("PROCESS_INSTANCE.NAME='x'")).toThrow("401");
  });
});

describe("tokens against forged requests", () => {
  const wanted = JSON.stringify({ "refresh-groups": false, "requested-lifetime": 7200 });
  const login = (house: ReturnType<typeof bpel>, headers = {}, body = wanted, method = "POST") =>
    house.facade({ method, url: "/bpm/system/login", headers, body });
  const expired = [403, "CWTBG0651E"];

  it("are given to who is in, and wanted everywhere", () => {
    const sessions = newSessions();
    const house = bpel({ auth: { users, sessions }, csrf: true });
    expect(house.refusal(invoice, admin)).toEqual(expired);
    const answer = login(house, admin);
    expect(answer).toMatchObject({ status: 201, contentType: "application/json;charset=UTF-8" });
    const { csrf_token: bpmcsrftoken, expiration } = JSON.parse(answer.body);
    expect([typeof bpmcsrftoken, expiration]).toEqual(["string", 7200]);
    expect(house.get(invoice, { ...admin, bpmcsrftoken }).status).toBe(200);
    const cookie = cookieOf(answer);
    expect(house.get(invoice, { cookie, bpmcsrftoken }).status).toBe(200);
    expect(house.refusal(invoice, { cookie })).toEqual(expired);
    expect(house.refusal(invoice, { cookie, bpmcsrftoken: `${bpmcsrftoken}x` })).toEqual(expired);
    // A token is no login, and belongs to one person.
    expect(house.get(invoice, { bpmcsrftoken }).status).toBe(401);
    expect(house.refusal(invoice, { ...basic("clerk", "pa:ss"), bpmcsrftoken })).toEqual(expired);
    sessions.expireTokens();
    expect(house.refusal(invoice, { cookie, bpmcsrftoken })).toEqual(expired);
    expect(JSON.parse(login(house, { cookie }).body).csrf_token).not.toBe(bpmcsrftoken);
  });

  it("are not given to strangers, or for nonsense, or where nobody wants them", () => {
    const house = bpel({ auth: { users }, csrf: true });
    expect(login(house).status).toBe(401);
    expect(login(house, admin, "refresh-groups=false").status).toBe(400);
    expect(login(house, admin, "", "GET").status).toBe(405);
    expect(login(bpel({ auth: { users } }), admin).status).toBe(404);
    expect(login(bpel({ csrf: true })).status).toBe(201);
  });

  it("come over the wire in their header", async () => {
    const sandbox = await startBpelSandbox({ now, csrf: true });
    try {
      const answer = await fetch(new URL("/bpm/system/login", sandbox.url), { method: "POST", body: wanted });
      const { csrf_token } = JSON.parse(await answer.text());
      const ask = async (headers: Record<string, string>) =>
        (await fetch(`${sandbox.url}/processTemplates/filter`, { headers })).status;
      expect(await ask({ BPMCSRFToken: csrf_token })).toBe(200);
      expect(await ask({ BPMCSRFToken: "x" })).toBe(403);
    } finally {
      await sandbox.close();
    }
  });
});
