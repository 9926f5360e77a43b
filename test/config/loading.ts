import type { ReadFile } from "../../src/config/files.ts";
import { type Config, loadConfig } from "../../src/config.ts";
import { describe } from "../../src/core/describe.ts";
import { LookoutError } from "../../src/core/errors.ts";

export const cwd = "/work-folder";

/** A disk that holds these files, by whole path; an Error stands for a file that cannot be read. */
export function disk(files: Readonly<Record<string, string | Uint8Array | Error>>): ReadFile {
  return async (path) => {
    const held = files[path] ?? Object.assign(new Error(`ENOENT: ${path}`), { code: "ENOENT" });
    if (held instanceof Error) throw held;
    return typeof held === "string" ? new TextEncoder().encode(held) : held;
  };
}

export interface Given {
  readonly env?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string | Uint8Array | Error>>;
}

/** Loads lookout.yaml with this content. */
export function loadFile(content: string | Uint8Array, { env = {}, files = {} }: Given = {}): Promise<Config> {
  const readFile = disk({ ...files, [`${cwd}/lookout.yaml`]: content });
  return loadConfig({ env, cwd, configPath: "lookout.yaml", readFile });
}

export function loadEnvironment(env: Readonly<Record<string, string>>, files: Given["files"] = {}): Promise<Config> {
  return loadConfig({ env, cwd, readFile: disk(files) });
}

/** The error that the loading ends with. */
export async function errorOf(loading: Promise<Config>): Promise<LookoutError> {
  const outcome = await loading.catch((error: unknown) => error);
  if (outcome instanceof LookoutError) return outcome;
  throw outcome instanceof Error ? outcome : new Error("the configuration was accepted");
}

/** What a reader is told. */
export async function messageOf(loading: Promise<Config>): Promise<string> {
  return describe(await errorOf(loading)).message;
}

/** A right file up to the engine's last key, four spaces deep. */
export const oneEngine = "engines:\n  - id: prod\n    kind: camunda7\n    url: https://c7.example.com/engine-rest\n";

export const certificate = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
export const privateKey = "-----BEGIN PRIVATE KEY-----\nTOPSECRETKEY\n-----END PRIVATE KEY-----\n";
