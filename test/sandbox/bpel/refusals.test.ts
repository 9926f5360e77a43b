import { describe, expect, it } from "vitest";
import { base, bpel, piid, records } from "./asking.ts";

const { facade, get, body, refusal } = bpel();
const order = piid("order-multi-instance");
const aiid = records.activities.find(({ process }) => process.piid === order)?.aiid ?? "";
const ptid = records.templates[0]?.ptid ?? "";
const json = { accept: "application/json" };

describe("ids", () => {
  it.each([
    ["process", order],
    ["activity", aiid],
    ["processTemplate", ptid],
  ])("of %s are judged by form, by kind, and then looked for", (resource, id) => {
    expect(get(`/${resource}/${id}`).status).toBe(200);
    expect(get(`/${resource}/${encodeURIComponent(id)}`).status).toBe(200);
    const unknown = id.replace(/\.[^.]+$/, ".0");
    expect(refusal(`/${resource}/${unknown}`)).toEqual([404, "CWWBA0015E", unknown]);
    for (const wrong of ["4711", "_PI", "_PI:xyz", "_PI:9003", `${id}.`, `${id}'`, id.slice(1)]) {
      expect(refusal(`/${resource}/${encodeURIComponent(wrong)}`), wrong).toEqual([400, "CWWBA0006E", wrong]);
    }
    for (const other of ["_TKI:a01b0109.1", "_AI:9004.1", "_PI:9003.1", "_PT:9001.1"]) {
      if (other.slice(0, 4) === id.slice(0, 4)) continue;
      expect(refusal(`/${resource}/${other}`), other).toEqual([400, "CWWBA0007E", other]);
    }
  });

  it("are unique, and do not tell the age", () => {
    const ids = [
      ...records.processes.map((one) => one.piid),
      ...records.activities.map((one) => one.aiid),
      ...records.templates.map((one) => one.ptid),
    ];
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^_(PI:9003|AI:9004|PT:9001)[0-9a-f]{4}(\.[0-9a-f]{1,8}){3}$/);
    const byAge = records.processes.toSorted((left, right) => left.createdAt - right.createdAt).map((one) => one.piid);
    expect(byAge).not.toEqual(byAge.toSorted());
  });
});

it("a plus sign in a query is a space", () => {
  const of = (clause: string) => body(`/processes/filter?whereClause=${clause}`)["items"];
  expect(of("PROCESS_INSTANCE.NAME+LIKE+'CUSTOMER+5001'")).toEqual(of("PROCESS_INSTANCE.NAME='CUSTOMER%205001'"));
  expect(of("PROCESS_INSTANCE.NAME='CUSTOMER%2B5001'")).toEqual([]);
});

describe("refusals", () => {
  it("say what they mean, and too much of the server's insides", () => {
    const answer = get("/process/4711");
    expect(answer).toMatchObject({ status: 400, contentType: "application/json;charset=UTF-8" });
    expect(JSON.parse(answer.body)).toEqual({
      errorNumber: "CWWBA0006E",
      errorMessage: "CWWBA0006E: The format of the ID '4711' is not valid.",
      errorMessageParameters: ["4711"],
      programmersDetails: {
        exceptionType: "com.ibm.bpe.api.CWWBA0006EException",
        stackTrace: expect.stringContaining("\n\tat com.ibm.bpe.internal."),
      },
    });
    // A message without parameters has no list of them.
    const { errorMessageParameters } = JSON.parse(bpel({ csrf: true }).get("/processes/filter").body);
    expect(errorMessageParameters).toBeUndefined();
  });

  it("name the media type that is not there", () => {
    for (const accept of ["text/html", "application/xml", "text/*;q=1", "application/json;q=0"]) {
      expect(refusal(`/process/${order}`, { accept }), accept).toEqual([406, "CWTBF0018E", accept]);
    }
    expect(refusal(`/process/${order}/input`, { accept: "text/xml" })).toEqual([406, "CWTBF0018E", "text/xml"]);
    for (const accept of ["application/json", "text/html, application/json;q=0.1", "*/*", "application/*", ""]) {
      expect(get(`/process/${order}`, { accept }).status, accept).toBe(200);
    }
  });

  it("come as pages where the API is not reached", () => {
    const page = (method: string, url: string) => {
      const { status, contentType, body } = facade({ method, url, headers: json, body: "" });
      expect(contentType).toBe("text/html;charset=ISO-8859-1");
      expect(body).toContain(`<h1>Error ${status}: `);
      return status;
    };
    for (const path of [
      "",
      "/",
      "/process",
      "/process/",
      "/processes",
      "/process/a/b",
      `/process/${order}/`,
      "/tasks/filter",
    ]) {
      expect(page("GET", base + path), path).toBe(404);
    }
    for (const url of ["/", "/rest/bpm/wle/v1/process/1", "/rest/bpm/bfm/v2/process/1", "/bpm/system/login"]) {
      expect(page("GET", url), url).toBe(404);
    }
    for (const method of ["POST", "PUT", "DELETE", "PATCH", "HEAD"]) {
      expect(page(method, `${base}/process/${order}?action=terminate`), method).toBe(405);
    }
    for (const path of ["/process/a%2Fb", "/process/%E0%A4%A", "/processes/filter?whereClause=50%", "/process/%"]) {
      expect(page("GET", base + path), path).toBe(400);
    }
  });

  it("meet a request line that is too long", () => {
    const line = (length: number) => {
      const start = `${base}/processes/filter?whereClause=`;
      return `${start}${"x".repeat(length - start.length - "GET  HTTP/1.1".length)}`;
    };
    expect(facade({ method: "GET", url: line(8190), headers: {}, body: "" }).status).toBe(400);
    expect(facade({ method: "GET", url: line(8191), headers: {}, body: "" })).toMatchObject({
      status: 414,
      contentType: "text/html;charset=ISO-8859-1",
    });
  });
});
