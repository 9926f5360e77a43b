import { chmod, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { build, type Plugin } from "esbuild";
import packageJson from "./package.json" with { type: "json" };

/*
 * dist/lookout.js checks the Node version in syntax that any Node reads, then loads the bundled program; each mode is a
 * chunk of its own, and V8's compile cache keeps what it compiled.
 */

const needed = packageJson.engines.node.replace(/^>=/, "");
const [major = "22", minor = "0"] = needed.split(".");

const launcher = `#!/usr/bin/env node
var version = process.versions.node.split(".").map(Number);
if (version[0] < ${major} || (version[0] === ${major} && version[1] < ${minor})) {
  process.stderr.write("lookout needs Node.js ${needed} or newer; this is " + process.versions.node + ".\\n");
  process.exitCode = 2;
} else {
  process.getBuiltinModule("node:module").enableCompileCache();
  import("./main.js");
}
`;

/** The MCP SDK imports Ajv for a default that the server replaces (see src/mcp/server.ts): a sixth of its start-up for nothing. */
const withoutAjv: Plugin = {
  name: "without-ajv",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^ajv(-formats)?$/ }, ({ path }) => ({ path, namespace: "without-ajv" }));
    onLoad({ filter: /.*/, namespace: "without-ajv" }, () => ({ contents: "export default undefined;" }));
  },
};

/** The licences of the packages that the bundle holds: it takes the place of their own files. */
async function notices(inputs: readonly string[]): Promise<string> {
  const folders = inputs.flatMap((input) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0] ?? []);
  const texts = [...new Set(folders)].sort().map(async (folder) => {
    const { name, version, license } = JSON.parse(await readFile(`${folder}/package.json`, "utf8"));
    const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
    const text = file === undefined ? `Licence: ${license}` : (await readFile(`${folder}/${file}`, "utf8")).trim();
    return `${name} ${version}\n\n${text}\n`;
  });
  return (await Promise.all(texts)).join(`\n${"-".repeat(80)}\n\n`);
}

await rm("dist", { recursive: true, force: true });
const result = await build({
  entryPoints: ["src/main.ts"],
  outdir: "dist",
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: `node${needed}`,
  minify: true,
  keepNames: true,
  legalComments: "none",
  chunkNames: "chunks/[name]-[hash]",
  // Bundled CommonJS packages ask for Node's own modules with require.
  banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
  plugins: [withoutAjv],
  // Installed beside the bundle: large, loaded by one mode, and mended upstream oftener than this is released. It expects an
  // undici beside it; package.json names ours, because the newest needs a newer Node than this program does.
  external: ["@slack/bolt"],
  metafile: true,
});
await writeFile("dist/lookout.js", launcher);
await writeFile("dist/THIRD-PARTY.txt", await notices(Object.keys(result.metafile.inputs)));
await chmod("dist/lookout.js", 0o755);
if (process.argv.includes("--analyse")) await writeFile("dist/meta.json", JSON.stringify(result.metafile));
