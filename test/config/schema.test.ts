import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { configJsonSchema } from "../../src/config.ts";
import { slackSection } from "../../src/slack/settings.ts";
import { certificate, cwd, loadFile, privateKey } from "./loading.ts";

describe("lookout.schema.json", () => {
  it("is what the schemas say (`npx vitest run test/config -u` writes it)", async () => {
    const text = `${JSON.stringify(configJsonSchema(), null, 2)}\n`;
    await expect(text).toMatchFileSnapshot("../../lookout.schema.json");
  });
});

describe("docs/configuration.md", () => {
  it("shows parts of files that are right", async () => {
    const page = await readFile(new URL("../../docs/configuration.md", import.meta.url), "utf8");
    const examples = [...page.matchAll(/```yaml\n(engines:[\s\S]*?)```/g)].map((match) => match[1] ?? "");
    const types = [];
    for (const example of examples) {
      const config = await loadFile(example, {
        env: { CAMUNDA_PASSWORD: "x", OPERATE_PASSWORD: "x" },
        files: {
          "/run/secrets/camunda-client-secret": "x",
          "/run/secrets/bpm-password": "x",
          [`${cwd}/bpm-cell.pem`]: certificate,
        },
      });
      types.push(...config.engines.map(({ kind, auth }) => `${kind} ${auth.type}`));
    }
    expect(types).toEqual(["camunda8 oauth", "camunda8 basic", "camunda8 session", "bpel basic", "camunda7 none"]);
  });

  it("lists every variable of Camunda's client that is read", async () => {
    const page = await readFile(new URL("../../docs/configuration.md", import.meta.url), "utf8");
    const all = (await readFile(new URL("../../src/config/camunda-environment.ts", import.meta.url), "utf8"))
      .split("] as const;")[0]
      ?.matchAll(/"((?:CAMUNDA|ZEEBE)_\w+)"/g);
    const names = [...(all ?? [])].map((match) => match[1] ?? "");
    expect(names.length).toBeGreaterThan(15);
    for (const name of names) expect(page).toContain(`\`${name}\``);
  });

  it("lists every variable of the Slack app", async () => {
    const page = await readFile(new URL("../../docs/configuration.md", import.meta.url), "utf8");
    const source = await readFile(new URL("../../src/config/slack.ts", import.meta.url), "utf8");
    const names = new Set([...source.matchAll(/\bSLACK_[A-Z]+(?:_[A-Z]+)*\b/g)].map(([name]) => name));
    expect(names.size).toBe(4);
    for (const name of names) expect(page).toContain(`| \`${name}\``);
    for (const key of Object.keys(slackSection.shape)) expect(page).toContain(`| \`${key}\` |`);
  });

  it("shows a file that is right", async () => {
    const page = await readFile(new URL("../../docs/configuration.md", import.meta.url), "utf8");
    const examples = [...page.matchAll(/```yaml\n(# yaml-language-server[\s\S]*?)```/g)].map((match) => match[1] ?? "");
    expect(examples).toHaveLength(1);
    const names = [...(examples[0] ?? "").matchAll(/\$\{(\w+)\}/g)].map((match) => match[1] ?? "");
    const config = await loadFile(examples[0] ?? "", {
      env: Object.fromEntries(names.map((name) => [name, "filled"])),
      files: {
        "/etc/lookout/ca.pem": certificate,
        "/etc/lookout/bpm.pem": certificate,
        "/etc/lookout/client.pem": certificate,
        "/etc/lookout/client.key": privateKey,
        "/run/secrets/client-key-passphrase": "x",
        "/run/secrets/operaton-client-secret": "x",
      },
    });
    expect(config.engines.map(({ kind, auth }) => `${kind} ${auth.type}`)).toEqual([
      "camunda7 basic",
      "camunda7 oauth",
      "camunda7 headers",
      "camunda8 oauth",
      "bpel basic",
    ]);
    expect(config.files).toHaveLength(6);
  });
});
