import { describe, expect, test } from "vitest";
import { clientConfigurations } from "../../src/mcp/clients.ts";

const launch = {
  command: "npx",
  args: ["-y", "process-lookout", "mcp"],
  env: { LOOKOUT_ENGINE_URL: "https://engine.example/engine-rest", LOOKOUT_ENGINE_PASSWORD: "it's $ecret" },
};

describe("client configurations", () => {
  test("as printed", async () => {
    const text = clientConfigurations(launch)
      .map(({ client, where, text: snippet }) => `## ${client}: ${where}\n${snippet}\n`)
      .join("\n");
    await expect(text).toMatchFileSnapshot("golden/clients.txt");
  });

  test("the JSON ones are JSON, each under its client's key", () => {
    const [, desktop, code, cursor] = clientConfigurations(launch);
    const server = { command: "npx", args: launch.args, env: launch.env };
    expect(JSON.parse(desktop?.text ?? "")).toEqual({ mcpServers: { "process-lookout": server } });
    expect(JSON.parse(code?.text ?? "")).toEqual({ servers: { "process-lookout": { type: "stdio", ...server } } });
    expect(JSON.parse(cursor?.text ?? "")).toEqual({ mcpServers: { "process-lookout": server } });
  });

  test("without environment there is none", () => {
    for (const { text } of clientConfigurations({ command: "lookout", args: ["mcp"] }))
      expect(text).not.toContain("env");
  });
});
