import { dirname, resolve } from "node:path";
import type { AccessConfig } from "../core/access.ts";
import { fault } from "../core/errors.ts";
import type { SlackSection } from "../slack/settings.ts";
import { loadConnection } from "./connection.ts";
import { crossCheck } from "./cross-check.ts";
import { type EngineSettings, engineSettings } from "./engine-settings.ts";
import { engineInput, fileSchema } from "./file-schema.ts";
import { createNamedFiles, type NamedFile, type NamedFiles, type ReadFile, readText } from "./files.ts";
import { type FleetSettings, fleetSettings } from "./fleet.ts";
import { problemsWithoutKind } from "./kindless.ts";
import { type Env, type Filled, fillPlaceholders } from "./placeholders.ts";
import { check, configFault, isWithin, type Problem } from "./problems.ts";
import { readYaml, type YamlSource } from "./yaml-source.ts";

export interface FileAnswer {
  readonly path: string;
  readonly engines: readonly EngineSettings[];
  readonly fleet: FleetSettings;
  readonly access?: AccessConfig;
  readonly slack?: SlackSection;
  readonly files: readonly NamedFile[];
  /** Environment variables that stand in the file as `${NAME}`. */
  readonly used: ReadonlySet<string>;
}

export interface FileQuestion {
  /** As the user wrote it. */
  readonly file: string;
  readonly namedBy: "--config" | "LOOKOUT_CONFIG";
  readonly cwd: string;
  readonly env: Env;
  readonly readFile: ReadFile;
}

/** Reads a configuration file. Throws `configInvalid` with everything that is wrong with it. */
export async function loadConfigFile({ file, namedBy, cwd, env, readFile }: FileQuestion): Promise<FileAnswer> {
  if (file.trim() === "") throw fault("configInvalid", { where: namedBy, problems: ["names no file"] });
  const path = resolve(cwd, file);
  const source = parsed(file, namedBy, await readText(readFile, path));
  const filled = fillPlaceholders(source.value, env);
  const { read, problems } = check(fileSchema, filled.value);
  const named = createNamedFiles(dirname(path), readFile);
  const engines = await loadEngines(filled, named);
  const all = [
    ...filled.problems,
    ...withoutFollowers(problems, filled.problems),
    ...withoutFollowers(problemsWithoutKind(filled.value), filled.problems),
    ...withoutFollowers(crossCheck(filled.value), filled.problems),
    ...named.problems,
  ];
  if (!read || all.length > 0) throw configFault(file, all, source.lineOf);
  return {
    path,
    engines,
    fleet: fleetSettings(read),
    ...(read.access ? { access: read.access } : {}),
    ...(read.slack ? { slack: read.slack } : {}),
    files: named.files,
    used: filled.used,
  };
}

function parsed(file: string, namedBy: string, found: { text: string } | { reason: string }): YamlSource {
  if ("reason" in found) {
    throw fault("configInvalid", { where: file, problems: [`${found.reason} (named by ${namedBy})`] });
  }
  const source = readYaml(found.text);
  if (!("flaws" in source)) return source;
  const [flaw, ...others] = source.flaws;
  if (flaw && others.length === 0) {
    throw fault("configInvalid", { where: flaw.at ? `${file}:${flaw.at}` : file, problems: [flaw.text] });
  }
  throw fault("configInvalid", { where: file, problems: source.flaws.map(({ at, text }) => `${at}: ${text}`) });
}

/** A value that could not be filled in may be wrong in other ways too, but only for that reason. */
function withoutFollowers(problems: readonly Problem[], causes: readonly Problem[]): Problem[] {
  return problems.filter(({ path }) => !causes.some((cause) => isWithin(path, cause.path)));
}

/** Loads the engines that are right by themselves, so that problems with their files are told beside all others. */
async function loadEngines(filled: Filled, named: NamedFiles): Promise<EngineSettings[]> {
  const written: unknown = filled.value;
  if (typeof written !== "object" || written === null || !("engines" in written)) return [];
  const list: readonly unknown[] = Array.isArray(written.engines) ? written.engines : [];
  const engines: EngineSettings[] = [];
  for (const [index, engine] of list.entries()) {
    const path = ["engines", index];
    if (filled.problems.some((problem) => isWithin(problem.path, path))) continue;
    const { data } = engineInput.safeParse(engine);
    if (data) engines.push(engineSettings(data, await loadConnection(data, path, named)));
  }
  return engines;
}
