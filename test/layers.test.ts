import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { parseSync, Visitor } from "oxc-parser";
import { describe, expect, test } from "vitest";

const root = join(import.meta.dirname, "..");

interface Layer {
  readonly name: string;
  /** Files of the layer. The first layer that matches a file is the file's. */
  readonly files: RegExp;
  /** What it may import besides its own files; type-only imports count. */
  readonly may: readonly RegExp[];
}

const core = /^src\/core\//;
const tools = /^tools\//;
const words = /^src\/words\//;
const slackSettings = /^src\/slack\/settings\.ts$/;
const http = /^src\/engines\/http\.ts$/;
const address = /^src\/engines\/http\/address\.ts$/;
const settings = /^src\/engines\/settings\.ts$/;
/** What several engine families need alike. */
const common =
  /^src\/engines\/(?:awaited|count-groups|dates|event-order|finding|id-forms|in-order|in-turns|instance-event|merged-events|page-window|parsed-answer|parts|pause|permitted|shown-message|web-links|whole-moments)\.ts$/;

const layers: readonly Layer[] = [
  { name: "core", files: core, may: [] },
  { name: "tools", files: tools, may: [core] },
  { name: "way to an engine", files: /^src\/engines\/http(?:\/.*)?\.ts$/, may: [core] },
  { name: "settings of engines", files: settings, may: [core, http, address] },
  { name: "index of engines", files: /^src\/engines\/index\.ts$/, may: [core, http, /^src\/engines\//] },
  { name: "common to engines", files: common, may: [core] },
  { name: "camunda7", files: /^src\/engines\/camunda7\//, may: [core, http, settings, common] },
  { name: "camunda8", files: /^src\/engines\/camunda8\//, may: [core, http, settings, common] },
  { name: "bpel", files: /^src\/engines\/bpel\//, may: [core, http, settings, common] },
  { name: "sandbox", files: /^src\/sandbox\//, may: [] },
  { name: "words for people", files: words, may: [core] },
  { name: "mcp", files: /^src\/mcp\//, may: [core, tools] },
  { name: "terminal", files: /^src\/terminal\//, may: [core, tools, words] },
  { name: "settings of slack", files: slackSettings, may: [core] },
  { name: "slack", files: /^src\/slack\//, may: [core, tools, words] },
  {
    name: "config",
    files: /^src\/config(?:\/.*)?\.ts$/,
    may: [core, http, address, settings, slackSettings, /^src\/engines\/[^/]+\/settings\.ts$/],
  },
  { name: "command line", files: /^src\/command-line(?:\/.*)?\.ts$/, may: [core, tools] },
  { name: "log", files: /^src\/log\.ts$/, may: [] },
  { name: "composition root", files: /^src\/main(?:\/.*)?\.ts$/, may: [/^(?:src|tools)\//, /^package\.json$/] },
];

/** Modules from outside, and the only files that may import each. What is not listed may be imported by none. */
const fences: readonly (readonly [module: RegExp, files: RegExp])[] = [
  [/^zod$/, /^(?:tools|src)\//],
  [/^leven$/, core],
  [/^@modelcontextprotocol\/sdk(?:\/|$)/, /^src\/mcp\//],
  [/^oauth4webapi$/, /^src\/engines\/http(?:\/.*)?\.ts$/],
  [/^undici$/, /^src\/engines\/http(?:\/.*)?\.ts$/],
  [/^undici$/, /^src\/slack\//],
  [/^@slack\/bolt$/, /^src\/slack\//],
  [/^(?:lru-cache|p-limit)$/, /^src\/slack\//],
  [/^ws$/, /^src\/sandbox\/slack\//],
  [/^pino$/, /^src\/log\.ts$/],
  [/^yaml$/, /^src\/config(?:\/.*)?\.ts$/],
  [/^yaml$/, /^src\/main\/slack-manifest\.ts$/],
  [/^(?:commander|@bomb\.sh\/tab\/commander)$/, /^src\/command-line(?:\/.*)?\.ts$/],
  [/^(?:cli-table3|cli-progress|string-width)$/, /^src\/terminal\//],
  [/^node:(?:https?|http2|net)$/, /^src\/sandbox\//],
  [/^node:http$/, /^src\/slack\//],
  [/^node:(?:crypto|util|async_hooks)$/, /^(?:tools|src)\//],
  [/^node:(?!https?$|http2$|net$|crypto$|util$|async_hooks$|child_process$|process$)/, /^src\/(?!core\/)/],
];
const environmentReaders = /^src\/config(?:\/.*)?\.ts$/;

interface Import {
  readonly from: string;
  /** A file of ours, as a path from the root; else the name of a module. */
  readonly to: string;
  readonly ours: boolean;
}

function importsOf(file: string, text: string): { imports: Import[]; readsEnvironment: boolean } {
  const { module, program, errors } = parseSync(file, text);
  if (errors.length > 0) throw new Error(`${file} does not parse: ${errors[0]?.message}`);
  let readsEnvironment = false;
  const named: string[] = [
    ...module.staticImports.map(({ moduleRequest }) => moduleRequest.value),
    ...module.staticExports.flatMap(({ entries }) => entries.flatMap((entry) => entry.moduleRequest?.value ?? [])),
  ];
  new Visitor({
    ImportExpression: ({ source }) => named.push(source.type === "Literal" ? String(source.value) : "a computed name"),
    TSImportType: ({ source }) => named.push(source.value),
    MemberExpression: ({ object, property, computed }) => {
      if (object.type !== "Identifier" || object.name !== "process") return;
      readsEnvironment ||= computed || (property.type === "Identifier" && property.name === "env");
    },
    VariableDeclarator: ({ id, init }) => {
      if (init?.type !== "Identifier" || init.name !== "process") return;
      const names =
        id.type === "ObjectPattern" ? id.properties.map((one) => (one.type === "Property" ? one.key : one)) : [id];
      readsEnvironment ||= names.some(
        (key) => key.type !== "Identifier" || key.name === "env" || id.type !== "ObjectPattern",
      );
    },
  }).visit(program);
  const imports = named.map((name) => {
    const ours = name.startsWith(".");
    return { from: file, to: ours ? relative(root, join(root, dirname(file), name)) : name, ours };
  });
  return { imports, readsEnvironment };
}

const layerOf = (file: string) => layers.find(({ files }) => files.test(file));

/** Why an import is wrong, or undefined. */
function wrong({ from, to, ours }: Import): string | undefined {
  const layer = layerOf(from);
  if (!layer) return `${from} belongs to no layer`;
  if (ours) {
    const allowed = layer.files.test(to) || layer.may.some((files) => files.test(to));
    return allowed ? undefined : `${from} (${layer.name}) must not import ${to}`;
  }
  const allowed = fences.some(([name, files]) => name.test(to) && files.test(from));
  return allowed ? undefined : `${from} must not import ${to}`;
}

const files = ["src", "tools"].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => `${folder}/${name}`),
);
const sources = files.map((file) => ({ file, ...importsOf(file, readFileSync(join(root, file), "utf8")) }));
const imports = sources.flatMap((source) => source.imports);

test("every file belongs to a layer, and there are files", () => {
  expect(files.length).toBeGreaterThan(150);
  expect(files.filter((file) => !layerOf(file))).toEqual([]);
});

test("no file imports what its layer may not, or what is fenced", () => {
  expect(imports.length).toBeGreaterThan(500);
  expect(imports.flatMap((one) => wrong(one) ?? [])).toEqual([]);
});

test("only the configuration reads the environment", () => {
  const readers = sources.filter(({ readsEnvironment }) => readsEnvironment).map(({ file }) => file);
  expect(readers.filter((file) => !environmentReaders.test(file))).toEqual([]);
  expect(readers).not.toEqual([]);
});

describe("every rule is used", () => {
  test.each(layers)("$name", ({ files: own, may }) => {
    expect(files.some((file) => own.test(file))).toBe(true);
    for (const target of may) {
      expect(
        imports.some(({ from, to }) => layerOf(from)?.files === own && target.test(to)),
        String(target),
      ).toBe(true);
    }
  });
  test.each(fences)("%s", (module, fenced) => {
    expect(imports.some(({ from, to }) => module.test(to) && fenced.test(from))).toBe(true);
  });
});

/** One wrong import of each kind, as if a file had it. */
const wrongImports: readonly (readonly [file: string, text: string])[] = [
  ["src/core/model.ts", 'import { get } from "../../tools/get.ts";'],
  ["src/core/model.ts", 'import type { Http } from "../engines/http.ts";'],
  ["src/core/model.ts", 'import { readFileSync } from "node:fs";'],
  ["tools/get.ts", 'import { createHttp } from "../src/engines/http.ts";'],
  ["tools/get.ts", 'export * from "../src/terminal/style.ts";'],
  ["src/engines/http/auth.ts", 'import { reads } from "../camunda7/reads.ts";'],
  ["src/engines/camunda7/engine.ts", 'import { exchange } from "../http/exchange.ts";'],
  ["src/engines/camunda7/engine.ts", 'import { createEngine } from "../index.ts";'],
  ["src/engines/camunda7/engine.ts", 'type Wire = import("../camunda8/wire.ts").Wire;'],
  ["src/engines/index.ts", 'import { get } from "../../tools/get.ts";'],
  ["src/engines/settings.ts", 'import { camunda7Input } from "./camunda7/settings.ts";'],
  ["src/sandbox/world.ts", 'import { reads } from "../engines/camunda7/reads.ts";'],
  ["src/mcp/server.ts", 'export { paint } from "../terminal/style.ts";'],
  ["src/mcp/server.ts", 'const config = await import("../config.ts");'],
  ["src/terminal/find.ts", 'export type { McpServerOptions } from "../mcp/server.ts";'],
  ["src/config.ts", 'import { createCamunda7 } from "./engines/camunda7/engine.ts";'],
  ["src/command-line.ts", 'import { loadConfig } from "./config.ts";'],
  ["src/terminal/find.ts", 'import { Server } from "@modelcontextprotocol/sdk/server/index.js";'],
  ["src/engines/camunda7/client.ts", 'import { request } from "undici";'],
  ["src/engines/camunda7/client.ts", 'import * as oauth from "oauth4webapi";'],
  ["src/mcp/stdio.ts", 'import { parse } from "yaml";'],
  ["src/main.ts", 'import { Command } from "commander";'],
  ["src/mcp/text.ts", 'import Table from "cli-table3";'],
  ["src/mcp/server.ts", 'import { createServer } from "node:http";'],
  ["src/engines/http.ts", 'import net from "node:net";'],
  ["src/terminal/run.ts", 'import { exec } from "node:child_process";'],
  ["src/mcp/server.ts", 'import express from "express";'],
  ["src/main.ts", "await import(name);"],
  ["src/chat/app.ts", 'import { z } from "zod";'],
  ["src/words/duration.ts", 'import type { Style } from "../terminal/style.ts";'],
  ["src/words/duration.ts", 'import type { tools } from "../../tools/index.ts";'],
  ["src/slack/app.ts", 'import { paint } from "../terminal/style.ts";'],
  ["src/slack/app.ts", 'import { createServer } from "node:https";'],
  ["src/slack/network.ts", 'import * as oauth from "oauth4webapi";'],
  ["src/sandbox/slack/state.ts", 'import { oneLine } from "../../words/clean.ts";'],
  ["src/sandbox/slack/state.ts", 'import { App } from "@slack/bolt";'],
  ["src/sandbox/camunda8.ts", 'import { WebSocketServer } from "ws";'],
  ["src/mcp/server.ts", 'import { LRUCache } from "lru-cache";'],
  ["src/slack/log.ts", 'import pino from "pino";'],
];

test.each(wrongImports)("%s is refused %s", (file, text) => {
  const [found] = importsOf(file, text).imports;
  expect(found && wrong(found)).toBeDefined();
});

test.each([
  "process.env.HOME",
  'process["env"]',
  "const { env } = process;",
  "const all = process;",
  "const { pid, ...rest } = process;",
])("%s is seen", (text) => {
  expect(importsOf("src/log.ts", text).readsEnvironment).toBe(true);
});
