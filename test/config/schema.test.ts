import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { configJsonSchema } from "../../src/config.ts";
import { certificate, loadFile, privateKey } from "./loading.ts";

describe("lookout.schema.json", () => {
  it("is what the schemas say (`npx vitest run test/config -u` writes it)", async () => {
    const text = `${JSON.stringify(configJsonSchema(), null, 2)}\n`;
    await expect(text).toMatchFileSnapshot("../../lookout.schema.json");
  });
});

describe("docs/configuration.md", () => {
  it("shows a file that is right", async () => {
    const page = await readFile(new URL("../../docs/configuration.md", import.meta.url), "utf8");
    const examples = [...page.matchAll(/```yaml\n(# yaml-language-server[\s\S]*?)```/g)].map((match) => match[1] ?? "");
    expect(examples).toHaveLength(1);
    const names = [...(examples[0] ?? "").matchAll(/\$\{(\w+)\}/g)].map((match) => match[1] ?? "");
    const config = await loadFile(examples[0] ?? "", {
      env: Object.fromEntries(names.map((name) => [name, "filled"])),
      files: {
        "/etc/lookout/ca.pem": certificate,
        "/etc/lookout/client.pem": certificate,
        "/etc/lookout/client.key": privateKey,
        "/run/secrets/client-key-passphrase": "x",
        "/run/secrets/operaton-client-secret": "x",
      },
    });
    expect(config.engines.map((engine) => engine.auth.type)).toEqual(["basic", "oauth", "headers"]);
    expect(config.files).toHaveLength(5);
  });
});
