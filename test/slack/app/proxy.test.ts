/** Through a proxy: the Web API, answers, and the WebSockets. */
import { afterEach, expect, onTestFinished, test, vi } from "vitest";
import { startSlackApp } from "../../../src/slack/app.ts";
import { selfSigned } from "../../engines-http/certificates.ts";
import { startForwarder } from "./forwarder.ts";
import { startRawSlack } from "./raw-slack.ts";
import { bothOpen, faultOf, optionsFor, runApp, slackFor, unhandled } from "./running.ts";
import { startTunnel } from "./tunnel.ts";
import { expectAnswered, typed } from "./typing.ts";

afterEach(() => {
  vi.unstubAllEnvs();
});

test("everything goes through it", async () => {
  const rejections = unhandled();
  const double = await slackFor();
  const tunnel = await startTunnel();
  const { told } = await runApp(double, { proxies: { httpProxy: tunnel.url } });
  const { host } = new URL(double.url);
  // One way for what is asked and answered, two for each socket and its address.
  await vi.waitFor(() => expect(tunnel.asked).toEqual(Array.from({ length: 5 }, () => host)));
  await expectAnswered(double, [await typed(double, "n1x")]);
  expect(new Set(tunnel.asked)).toEqual(new Set([host]));

  tunnel.answers(403);
  const lost = await vi.waitFor(
    () => {
      const warned = told.filter(({ sentence }) => sentence.startsWith("No socket to Slack"));
      expect(warned.length).toBeGreaterThanOrEqual(2);
      return warned;
    },
    { timeout: 5_000 },
  );
  expect(lost[0]).toMatchObject({ facts: { error: "unreachable" } });
  await vi.waitFor(() => expect(double.sockets).toBe(0));

  tunnel.answers(200);
  await bothOpen(double);
  await expectAnswered(double, [await typed(double, "n2x")]);
  expect(rejections).toEqual([]);
});

test("answers go through it too", async () => {
  const forwarder = await startForwarder();
  onTestFinished(() => forwarder.close());
  const double = await slackFor({ mode: { http: forwarder.requestUrl } });
  const tunnel = await startTunnel();
  const { app, told } = await runApp(double, { mode: "http", proxies: { httpProxy: tunnel.url } });
  forwarder.to(app.address?.port ?? 0);
  tunnel.answers(403);
  expect(await typed(double, "n1x")).toMatchObject({ acknowledged: true });
  const lost = { level: "warn", facts: { error: "unreachable" }, sentence: "Slack did not take an answer." };
  await vi.waitFor(() => expect(told).toContainEqual(lost), { timeout: 5_000 });
  expect(double.seen({})).toEqual([]);
});

test.each(["127.0.0.1", "*", "example.org, 127.0.0.1"])("not what NO_PROXY names (%s)", async (noProxy) => {
  const double = await slackFor();
  const tunnel = await startTunnel();
  await runApp(double, { proxies: { httpProxy: tunnel.url, noProxy } });
  await expectAnswered(double, [await typed(double, "n1x")]);
  expect(tunnel.asked).toEqual([]);
});

test("only the proxy for the scheme of the address, and never the environment's own", async () => {
  const double = await slackFor();
  const tunnel = await startTunnel();
  for (const name of ["http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"]) vi.stubEnv(name, tunnel.url);
  await runApp(double, { proxies: { httpsProxy: tunnel.url } });
  await expectAnswered(double, [await typed(double, "n1x")]);
  expect(tunnel.asked).toEqual([]);
});

test("it is shown the login in its address", async () => {
  const double = await slackFor();
  const tunnel = await startTunnel();
  await runApp(double, { proxies: { httpProxy: tunnel.url.replace("//", "//ann:p%40ss@") } });
  expect(new Set(tunnel.logins)).toEqual(new Set(["Basic YW5uOnBAc3M="]));
});

test.each([
  [407, "the proxy answered 407"],
  [502, "the proxy answered 502"],
])("that answers %i is told as the reason", async (status, reason) => {
  const double = await slackFor();
  const tunnel = await startTunnel();
  tunnel.answers(status);
  const { options } = optionsFor(double, { proxies: { httpProxy: tunnel.url } });
  expect(await faultOf(startSlackApp(options))).toEqual({ fault: "slackUnreachable", facts: { reason } });
  expect(double.calls).toEqual([]);
});

test("TLS goes through it unopened, for the WebSockets too", async () => {
  vi.stubEnv("NODE_TLS_REJECT_UNAUTHORIZED", "0");
  const slack = await startRawSlack({ secure: await selfSigned() });
  const tunnel = await startTunnel();
  const { options } = optionsFor(
    { apiUrl: slack.apiUrl, tokens: { bot: "xoxb-1", app: "xapp-1", signingSecret: "secret" } },
    { proxies: { httpsProxy: tunnel.url } },
  );
  const app = await startSlackApp(options);
  const { host } = new URL(slack.apiUrl);
  await vi.waitFor(() => expect(tunnel.asked).toEqual(Array.from({ length: 5 }, () => host)));
  const payload = { team_id: "T0001", user_id: "U0001", channel_id: "C0001", command: "/process", text: "qurey" };
  const envelope = {
    envelope_id: "e1",
    type: "slash_commands",
    payload: { ...payload, response_url: slack.responseUrl },
  };
  slack.send(JSON.stringify(envelope));
  await vi.waitFor(() => expect(slack.posted).toHaveLength(1));
  expect(slack.heard).toEqual([{ envelope_id: "e1", payload: {} }]);
  await app.stop();
});
