import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { run } from "./run.ts";

test("lookout slack manifest prints manifest.yml, without a configuration", async () => {
  const committed = await readFile(new URL("../../manifest.yml", import.meta.url), "utf8");
  expect(await run(["slack", "manifest"])).toEqual({ code: 0, out: committed, err: "" });
});

test("for another command and over HTTP", async () => {
  const { code, out } = await run(["slack", "manifest", "--command", "/bpm", "--url", "https://lookout.example.com"]);
  expect(code).toBe(0);
  expect(parse(out)).toMatchObject({
    features: { slash_commands: [{ command: "/bpm", url: "https://lookout.example.com/slack/events" }] },
    settings: { socket_mode_enabled: false },
  });
});

test("what Slack would refuse is refused at once", async () => {
  const command = "--command must be a slash and 1 to 31 characters of a-z, 0-9, _ and -, such as /process";
  for (const [words, problem] of [
    [["--command", "bpm"], command],
    [["--command", "/BPM", "--url", "http://x"], `${command}; --url must be an address that begins with https://`],
    [["--url", "lookout.example.com"], "--url must be an address that begins with https://"],
    [["--url", "https://u:hunter2@x"], "--url must be an address alone, without a login"],
  ] as const) {
    const { code, out, err } = await run(["slack", "manifest", ...words]);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(`lookout: ${problem}`);
    expect(err).not.toContain("hunter2");
  }
});
