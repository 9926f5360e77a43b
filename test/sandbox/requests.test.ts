import { describe, expect, it } from "vitest";
import { sandboxFor } from "./asking.ts";

const { rows, scenarios, id, send, post, get, started } = sandboxFor({ bulk: 40 });
const runtime = "/process-instance";
const history = "/history/process-instance";
const unknown = "00000000-0000-0000-0000-000000000000";
const fault = ({ status, text }: { status: number; text: string }) => [
  status,
  JSON.parse(text).type,
  JSON.parse(text).message,
];

describe("order and pages", () => {
  it("go by id when nothing is asked, which is not by age", async () => {
    const all = await rows(history);
    const ids = all.map((row) => String(row["id"]));
    expect(ids).toEqual(ids.toSorted());
    const starts = all.map((row) => String(row["startTime"]));
    expect(starts).not.toEqual(starts.toSorted());
  });

  it("leave ties in no order that could be relied on", async () => {
    const parcels = await rows(history, {
      processDefinitionKey: "parcel-tracking",
      sorting: [{ sortBy: "startTime", sortOrder: "desc" }],
    });
    const tied = parcels
      .filter((row) => row["startTime"] === parcels[0]?.["startTime"])
      .map((row) => String(row["id"]));
    expect(tied.length).toBe(4);
    expect(tied).not.toEqual(tied.toSorted());
  });

  it("follow several keys", async () => {
    const sorting = [
      { sortBy: "tenantId", sortOrder: "desc" },
      { sortBy: "businessKey", sortOrder: "asc" },
    ];
    const keys = (await rows(runtime, { processDefinitionKey: "payment-collection", sorting })).map(
      (row) => row["businessKey"],
    );
    expect(keys).toEqual([
      "PAY-US-1",
      "PAY-EU-1",
      "PAY-1",
      "PAY-2",
      "PAY-3",
      "PAY-4",
      "PAY-5",
      "PAY-7",
      "PAY-8",
      "PAY-9",
    ]);
  });

  it("take the page from the URL, not from the body", async () => {
    const sorting = [{ sortBy: "businessKey", sortOrder: "asc" }];
    const body = { processDefinitionKey: "parcel-tracking", sorting, firstResult: 30, maxResults: 1 };
    const keys = (await rows(`${runtime}?firstResult=1&maxResults=2`, body)).map((row) => row["businessKey"]);
    expect(keys).toEqual(["PARCEL-000004", "PARCEL-000005"]);
  });

  it.each([["maxResults=-1"], ["maxResults=0"], ["firstResult=-1&maxResults=3"], ["firstResult=100000"]])(
    "give nothing for %s",
    async (page) => {
      expect(await rows(`${runtime}?${page}`)).toEqual([]);
    },
  );

  it.each([["maxResults=ten"], ["maxResults=99999999999"], ["firstResult=x"]])("answer 404 to %s", async (page) => {
    expect(fault(await get(`${runtime}?${page}`))).toEqual([404, "QueryParamException", "HTTP 404 Not Found"]);
  });

  it.each([
    ["sortBy=instanceId", "Only a single sorting parameter specified. sortBy and sortOrder required"],
    ["sortOrder=asc", "Only a single sorting parameter specified. sortBy and sortOrder required"],
    ["sortBy=startTime&sortOrder=asc", "Cannot set query parameter 'sortBy' to value 'startTime'"],
    ["sortBy=instanceId&sortOrder=up", "Cannot set query parameter 'sortOrder' to value 'up'"],
  ])("refuse %s", async (query, message) => {
    expect(fault(await get(`${runtime}?${query}`))).toEqual([400, "InvalidRequestException", message]);
  });
});

describe("times", () => {
  it.each([
    ["yesterday"],
    ["2026-01-01T00:00:00Z"],
    ["2026-01-01T00:00:00.000Z"],
    ["2026-01-01T00:00:00.000+00:00"],
    ["2026-01-01"],
  ])("are refused as %s", async (time) => {
    const [status, , message] = fault(await get(`${history}?startedAfter=${encodeURIComponent(time)}`));
    expect([status, message]).toEqual([
      400,
      `Cannot set query parameter 'startedAfter' to value '${time}': Cannot convert value "${time}" to java type java.util.Date`,
    ]);
    const posted = await post(history, { startedAfter: time });
    expect([posted.status, posted.type]).toEqual([400, "text/plain"]);
    expect(posted.text).toContain(`Unparseable date: "${time}"`);
  });

  it("lose an offset whose plus was not encoded", async () => {
    expect((await get(`${history}?startedAfter=2026-01-01T00:00:00.000+0000`)).status).toBe(400);
    expect((await get(`${history}?startedAfter=2026-01-01T00:00:00.000%2B0000`)).status).toBe(200);
  });

  const berlin = sandboxFor({ utcOffset: "+0100" });
  it("are written in the server's zone", async () => {
    const start = async (path: string, asked: typeof rows) => (await asked(path))[0]?.["startTime"];
    const path = `${history}?processInstanceId=${id("invoice-suspended")}`;
    expect([await start(path, rows), await start(path, berlin.rows)]).toEqual([
      "2026-11-16T12:00:00.000+0000",
      "2026-11-16T13:00:00.000+0100",
    ]);
  });
});

describe("bodies", () => {
  const other = sandboxFor({ errorMapper: "json" });

  it("that do not fit are answered by one of two mappers", async () => {
    for (const body of [
      '{"businessKey": ',
      "[]",
      { processInstanceIds: "a,b" },
      { suspended: "maybe" },
      { sorting: {} },
    ]) {
      const [text, json] = [await post(runtime, body), await other.post(runtime, body)];
      expect([text.status, text.type]).toEqual([400, "text/plain"]);
      expect([json.status, json.type, json.text]).toEqual([
        400,
        "application/json",
        '{"type":"InvalidRequestException","message":"","code":null}',
      ]);
    }
  });

  it("need the right type", async () => {
    const wrong = await post(runtime, "businessKey=x", { "content-type": "application/x-www-form-urlencoded" });
    expect(fault(wrong)).toEqual([415, "NotSupportedException", "HTTP 415 Unsupported Media Type"]);
    expect((await post(runtime, "{}", { "content-type": "application/json;charset=UTF-8" })).status).toBe(200);
  });

  it("may be empty but not null", async () => {
    expect((await post(`${runtime}/count`, "")).text).toBe((await get(`${runtime}/count`)).text);
    expect((await post(runtime, "null")).status).toBe(500);
    expect((await send("POST", runtime)).status).toBe(500);
  });
});

describe("ids and paths", () => {
  it.each([
    [runtime, 404, "Process instance with id ID does not exist"],
    [history, 404, "Historic process instance with id ID does not exist"],
    ["/incident", 404, "No matching incident with id ID"],
    ["/job", 404, "Job with id ID does not exist"],
    ["/external-task", 404, "External task with id ID does not exist"],
    ["/task", 404, "No matching task with id ID"],
    ["/process-definition", 404, "No matching definition with id ID"],
  ])("unknown: %s", async (path, status, message) => {
    const [actual, , text] = fault(await get(`${path}/${unknown}`));
    expect([actual, text]).toEqual([status, message.replace("ID", unknown)]);
  });

  it("that have ended are gone at runtime only", async () => {
    const ended = id("invoice-completed");
    expect((await get(`${runtime}/${ended}`)).status).toBe(404);
    expect((await get(`${runtime}/${ended}/activity-instances`)).status).toBe(404);
    expect((await get(`${history}/${ended}`)).status).toBe(200);
    expect(fault(await get(`${runtime}/${ended}/variables`))).toEqual([
      500,
      "NullValueException",
      `execution ${ended} doesn't exist: execution is null`,
    ]);
  });

  it("stop at the container when a slash is encoded", async () => {
    for (const odd of ["a%2Fb", "a%5Cb", "a%zz"]) {
      expect(await get(`${runtime}/${odd}`)).toMatchObject({ status: 400, type: "text/html;charset=utf-8" });
    }
  });

  it("drop what follows a semicolon", async () => {
    expect((await get(`${runtime}/${id("invoice-assigned")};x=1`)).status).toBe(200);
    expect(fault(await get(`${runtime}/a%20b%3Bx%3D1`))).toEqual([
      404,
      "InvalidRequestException",
      "Process instance with id a b;x=1 does not exist",
    ]);
  });

  it("may name the engine", async () => {
    expect((await get("/engine/default/process-instance/count")).text).toBe(
      (await get("/process-instance/count")).text,
    );
    expect(fault(await get("/engine/nosuch/process-instance/count"))).toEqual([
      400,
      "InvalidRequestException",
      "No process engine available",
    ]);
    expect((await get("/engine")).text).toBe('[{"name":"default"}]');
  });

  it("know nothing else, and nothing that writes", async () => {
    expect(fault(await get("/no-such-resource"))).toEqual([404, "NotFoundException", "HTTP 404 Not Found"]);
    const missed = await fetch(started().url.replace("/engine-rest", "/elsewhere"));
    expect([missed.status, missed.headers.get("content-type")]).toEqual([404, "text/html;charset=utf-8"]);
    for (const [method, path] of [
      ["DELETE", `${runtime}/${id("invoice-assigned")}`],
      ["POST", `${runtime}/delete`],
      ["PUT", "/version"],
      ["PATCH", runtime],
      ["POST", "/incident"],
    ] as const) {
      expect([method, path, (await send(method, path)).status]).toEqual([method, path, 405]);
    }
    expect((await post("/message", { messageName: "payment-confirmed" })).status).toBe(404);
  });

  it("are asked for in a type they have", async () => {
    const [job] = await rows(`/job?processInstanceId=${id("invoice-failed-job")}`);
    const trace = `/job/${job?.["id"]}/stacktrace`;
    expect(fault(await get(trace))).toEqual([406, "NotAcceptableException", "HTTP 406 Not Acceptable"]);
    const text = await get(trace, { accept: "text/plain, application/json;q=0.5" });
    expect([text.status, text.type, text.text.split("\n").length > 50]).toEqual([200, "text/plain", true]);
    expect((await get("/version", { accept: "text/plain" })).status).toBe(406);
    const [timer] = await rows("/job?timers=true&maxResults=1");
    expect(await get(`/job/${timer?.["id"]}/stacktrace`, { accept: "text/plain" })).toMatchObject({
      status: 204,
      text: "",
    });
  });

  it("answer HEAD without a body, and OPTIONS with the methods", async () => {
    expect(await send("HEAD", "/version")).toMatchObject({ status: 200, text: "" });
    expect((await send("OPTIONS", runtime)).headers.get("allow")).toBe("HEAD,POST,GET,OPTIONS");
  });

  it("are remembered", async () => {
    await post(`${runtime}?maxResults=1`, { businessKey: "remember me" });
    expect(started().requests.at(-1)).toEqual({
      method: "POST",
      path: `${runtime}?maxResults=1`,
      body: '{"businessKey":"remember me"}',
    });
    expect(await scenarios(`${runtime}?businessKey=x`)).toEqual([]);
  });
});
