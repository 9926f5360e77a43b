import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import * as z from "zod";
import packageJson from "../../package.json" with { type: "json" };

const wanted = z.object({
  engines: z.object({ node: z.string() }),
  peerDependencies: z.record(z.string(), z.string()).default({}),
});

async function installed(name: string) {
  const file = new URL(`../../node_modules/${name}/package.json`, import.meta.url);
  return wanted.parse(JSON.parse(await readFile(file, "utf8")));
}

/** ">=22.13" as a number that can be compared: 22013. */
function oldest(range: string): number {
  const [, major = "", minor = "0"] = /^>= ?(\d+)(?:\.(\d+))?/.exec(range) ?? [];
  return Number(major) * 1_000 + Number(minor);
}

test("what is installed with the program runs on the oldest Node that it runs on", async () => {
  const names = Object.keys(packageJson.dependencies);
  expect(names).not.toEqual([]);
  for (const name of names) {
    const { engines } = await installed(name);
    expect(oldest(engines.node), name).toBeLessThanOrEqual(oldest(packageJson.engines.node));
  }
});

test("the undici that Bolt's socket client expects beside it is ours to choose", async () => {
  const { peerDependencies } = await installed("@slack/socket-mode");
  expect(Object.keys(packageJson.dependencies)).toEqual(expect.arrayContaining(Object.keys(peerDependencies)));
});
