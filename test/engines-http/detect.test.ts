import { expect, test } from "vitest";
import { Secret } from "../../src/core/secret.ts";
import { detectKind } from "../../src/engines/index.ts";
import type { Connection } from "../../src/engines/settings.ts";
import { faultOf, serve, serveTcp, signal } from "./servers.ts";

const shared = { proxy: {}, userAgent: "process-lookout/1.2.3" };

const detect = (url: string, settings: Partial<Connection> = {}) =>
  detectKind({ url, auth: { type: "none" }, timeoutMs: 5_000, ...settings }, shared, signal);

/** Status, media type and body of an answer. */
type Answer = readonly [status: number, type: string, body: string];

const camunda7: Answer = [200, "application/json", `{"version":"7.24.0"}`];
const topology: Answer = [200, "application/json", `{"brokers":[],"gatewayVersion":"8.6.0"}`];
const operate: Answer = [
  404,
  "application/problem+json",
  `{"status":404,"message":"No process instances found for key 1","instance":"i","type":"Requested resource not found"}`,
];
const ofCamunda7: Answer = [404, "application/json", `{"type":"NotFoundException","message":"RESTEASY003210"}`];
const ofSpring: Answer = [404, "application/json", `{"timestamp":"…","status":404,"error":"Not Found","path":"/x"}`];
const page: Answer = [200, "text/html", "<h1>Welcome</h1>"];
const none: Answer = [404, "text/html", "<h1>Not found</h1>"];
const unauthenticated: Answer = [401, "application/json", `{"message":""}`];
const forbidden: Answer = [403, "application/json", "{}"];
const login: Answer = [302, "/api/login", ""];

const bpel = "/rest/bpm/bfm/v1/processes/filter?size=1";
const processes: Answer = [200, "application/json", `{"identifier":"piid","items":[]}`];
const notAuthorized: Answer = [401, "application/json", `{"errorNumber":"CWWBA0010E","errorMessage":"…"}`];
const noToken: Answer = [403, "application/json", `{"error_number":"CWTBG0651E","error_message":"…"}`];
const trouble: Answer = [500, "application/json", `{"errorNumber":"CWWBE0001E","errorMessage":"…"}`];
const challenge: Answer = [401, "text/html", "<h1>Error 401</h1>"];
const atRoot = ["/v2/topology", "/v1/process-instances/1", "/version"];

/** A server with these answers, and another one to everything else. */
async function serveAnswers(answers: Readonly<Record<string, Answer>>, otherwise: Answer) {
  return serve((request, response) => {
    const [status, type, body] = answers[request.url] ?? otherwise;
    response.writeHead(status, status === 302 ? { location: type } : { "content-type": type }).end(body);
  });
}

test.each<[string, string, Readonly<Record<string, Answer>>, Answer, string, string[]]>([
  ["Camunda 7", "/engine-rest", { "/engine-rest/version": camunda7 }, ofCamunda7, "camunda7", ["/engine-rest/version"]],
  [
    "Camunda 7 at the root of a host",
    "",
    { "/version": camunda7 },
    ofCamunda7,
    "camunda7",
    ["/v2/topology", "/v1/process-instances/1", "/version"],
  ],
  [
    "Camunda 7 that forbids its version",
    "/engine-rest",
    { "/engine-rest/version": forbidden },
    ofCamunda7,
    "camunda7",
    ["/engine-rest/version", "/engine-rest/v2/topology", "/engine-rest/v1/process-instances/1", `/engine-rest${bpel}`],
  ],
  ["Camunda 8", "", { "/v2/topology": topology }, ofSpring, "camunda8", ["/v2/topology"]],
  ["Camunda 8 by its /v2", "/v2/", { "/v2/topology": topology }, ofSpring, "camunda8", ["/v2/topology"]],
  ["Camunda 8 by its /v1", "/v1", { "/v2/topology": topology }, ofSpring, "camunda8", ["/v2/topology"]],
  ["Camunda 8 below a path", "/prod/v2", { "/prod/v2/topology": topology }, page, "camunda8", ["/prod/v2/topology"]],
  [
    "Camunda 8 below a path, not told by the address",
    "/prod",
    { "/prod/version": login, "/prod/v2/topology": topology },
    page,
    "camunda8",
    ["/prod/version", "/prod/v2/topology"],
  ],
  [
    "an Operate by itself",
    "/operate",
    { "/operate/v1/process-instances/1": operate },
    none,
    "camunda8",
    ["/operate/version", "/operate/v2/topology", "/operate/v1/process-instances/1"],
  ],
  [
    "an Operate whose pages want a login",
    "/v1",
    { "/v2/topology": login, "/v1/version": login },
    none,
    "camunda8",
    ["/v2/topology", "/v1/process-instances/1", "/v1/version", `/v1${bpel}`],
  ],
  ["BPEL at the root of a host", "", { [bpel]: processes }, none, "bpel", [...atRoot, bpel]],
  ["BPEL that says the account may not ask", "", { [bpel]: notAuthorized }, none, "bpel", [...atRoot, bpel]],
  ["BPEL that is in trouble", "", { [bpel]: trouble }, none, "bpel", [...atRoot, bpel]],
  ["BPEL that misses a token", "", { [bpel]: noToken }, none, "bpel", [...atRoot, bpel]],
  ["BPEL that refuses the login where others have nothing", "", { [bpel]: challenge }, none, "bpel", [...atRoot, bpel]],
  ["Camunda 7 that does", "", { "/version": challenge }, none, "camunda7", atRoot],
  ["BPEL by its path, unasked", "/rest/bpm/bfm/v1", {}, none, "bpel", []],
  ["BPEL by a path nearby, unasked", "/gateway/rest/bpm/", {}, none, "bpel", []],
])("%s shows itself", async (_what, path, answers, otherwise, kind, asked) => {
  const server = await serveAnswers(answers, otherwise);
  await expect(detect(server.url + path)).resolves.toBe(kind);
  expect(server.seen.map(({ method, url }) => `${method} ${url}`)).toEqual(asked.map((url) => `GET ${url}`));
});

test.each([
  ["/engine-rest", "camunda7"],
  ["/v2", "camunda8"],
  ["", "camunda8"],
])("a wrong password is shown once; then the address %j decides", async (path, kind) => {
  const server = await serveAnswers({}, unauthenticated);
  const auth = { type: "basic", username: "u", password: new Secret("wrong") } as const;
  await expect(detect(server.url + path, { auth })).resolves.toBe(kind);
  expect(server.seen).toHaveLength(1);
});

test.each([
  page,
  ofSpring,
  ofCamunda7,
  none,
  [200, "application/json", "{}"],
  [500, "application/json", `{"errorNumber":"1","identifier":"piid"}`],
  [200, "application/json", "[]"],
] as const)("a server that answers with %i %s %s is of no known kind", async (...answer) => {
  const server = await serveAnswers({}, answer);
  for (const path of ["", "/engine-rest", "/v2"]) {
    await expect(faultOf(detect(server.url + path))).resolves.toMatchObject({
      fault: "configInvalid",
      facts: {
        where: "LOOKOUT_ENGINE_URL",
        problems: [expect.stringMatching(/engine-rest of Camunda 7, .* of Camunda 8 or .* of BPEL$/)],
      },
    });
  }
  expect(server.seen).toHaveLength(12);
});

test.each([
  ["/engine-rest", "camunda7"],
  ["/some/path", "camunda7"],
  ["/cluster/v2/", "camunda8"],
  ["/v1", "camunda8"],
  ["/", "camunda8"],
  ["/rest/bpm/bfm", "bpel"],
])("a server that is down is taken for what the address %j looks like", async (path, kind) => {
  const gone = await serveTcp(() => {});
  await gone.stop();
  await expect(detect(gone.url + path, { timeoutMs: 100 })).resolves.toBe(kind);
});

test("in the SaaS a cluster is below its id", async () => {
  const proxy = await serveTcp((socket) => socket.end("HTTP/1.1 403 Forbidden\r\n\r\n"));
  const kind = detectKind(
    { url: "https://bru-2.zeebe.camunda.io/0000", auth: { type: "none" }, timeoutMs: 1_000 },
    { ...shared, proxy: { httpsProxy: proxy.url } },
    signal,
  );
  await expect(kind).resolves.toBe("camunda8");
});
