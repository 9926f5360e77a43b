import { styleText } from "node:util";
import { Command, CommanderError, Option } from "commander";
import type { GetInput, HistoryInput, QueryInput } from "../tools/index.ts";
import { addCompletion } from "./command-line/completion.ts";
import {
  getExamples,
  historyExamples,
  manifestExamples,
  queryExamples,
  rootHelp,
  sandboxExamples,
  slackExamples,
} from "./command-line/examples.ts";
import {
  configFlag,
  engineFlag,
  general,
  getFlags,
  historyFlags,
  manifestFlags,
  outputFlags,
  queryFlags,
  type sandboxApis,
  sandboxFlags,
  type sandboxKinds,
  slackFlags,
  type VariableInput,
} from "./command-line/flags.ts";

interface ConfigOption {
  /** Path of the configuration file. */
  readonly config?: string;
}

interface OutputOptions extends ConfigOption {
  readonly json: boolean;
}

export interface SandboxOptions {
  readonly port?: number;
  readonly kind?: (typeof sandboxKinds)[number];
  /** For camunda8. */
  readonly api?: (typeof sandboxApis)[number];
}

export interface SlackOptions extends ConfigOption {
  /** Where to listen, over HTTP. */
  readonly port?: number;
  readonly host?: string;
}

export interface ManifestOptions {
  /** The slash command, with its slash. */
  readonly command?: string;
  /** Where Slack finds the app over HTTP. */
  readonly url?: string;
}

/** What each command does; every handler answers the exit code. */
export interface Handlers {
  get(input: GetInput, options: OutputOptions): Promise<number>;
  query(input: QueryInput, options: OutputOptions & { all: boolean; jsonl: boolean }): Promise<number>;
  history(input: HistoryInput, options: OutputOptions): Promise<number>;
  find(key: string, options: OutputOptions & { engine?: string; commands: readonly string[] }): Promise<number>;
  engines(options: OutputOptions): Promise<number>;
  doctor(options: OutputOptions): Promise<number>;
  mcp(options: ConfigOption): Promise<number>;
  slack(options: SlackOptions): Promise<number>;
  slackManifest(options: ManifestOptions): Promise<number>;
  sandbox(options: SandboxOptions): Promise<number>;
  demo(options: { once: boolean }): Promise<number>;
}

/** Where the program's own words go: help, version and usage errors. */
export interface Words {
  out(text: string): void;
  err(text: string): void;
  /** Columns of help; 80 when absent. */
  readonly width?: number;
  /** Whether help may have colours. */
  readonly colors?: boolean;
}

const exitUsage = 2;

/** Reads the words of a command line and runs the command they name. Answers the exit code: 2 for words it cannot read. */
export async function runCommandLine(
  words: readonly string[],
  version: string,
  handlers: Handlers,
  say: Words,
): Promise<number> {
  let code = 0;
  const create = () =>
    createProgram(version, handlers, say, (answered) => {
      code = answered;
    });
  const program = create();
  addCompletion(program, create);
  try {
    await program.parseAsync(words, { from: "user" });
    return code;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? 0 : exitUsage;
  }
}

type Done = (code: number) => void;

interface CommonWords {
  readonly json?: true;
  readonly config?: string;
  readonly engine?: string;
}

interface QueryWords extends Omit<QueryInput, "variables" | "mode"> {
  readonly variable?: VariableInput[];
  readonly count?: true;
  readonly all?: true;
  readonly jsonl?: true;
}

interface HistoryWords extends Omit<HistoryInput, "id" | "kinds"> {
  readonly kind?: NonNullable<HistoryInput["kinds"]>;
}

/** The commands and flags. They read words into the inputs of the tools and leave the judgement of values to those. */
function createProgram(version: string, handlers: Handlers, say: Words, done: Done): Command {
  const program = new Command("lookout");
  program
    .description("See where business-process instances are, and why they are stuck. Changes nothing.")
    .usage("[command] [options]\n       lookout <instance id | link | business key>")
    .addHelpOption(new Option("-h, --help", "print help; every command has its own").helpGroup(general))
    .enablePositionalOptions()
    .exitOverride()
    .configureHelp({
      optionDescription: ({ description }) => description,
      subcommandTerm: (command) =>
        [command.name(), ...command.registeredArguments.map((each) => `<${each.name()}>`)].join(" "),
      styleTitle: (title) => styleText("bold", title),
    })
    .configureOutput({
      writeOut: (text) => say.out(text),
      writeErr: (text) => say.err(text),
      getOutHelpWidth: () => say.width ?? 80,
      getOutHasColors: () => say.colors ?? false,
      outputError: (text, write) =>
        write(
          `${text
            .replace(/^error: /, "lookout: ")
            .trim()
            .replaceAll("\n", " ")}\n`,
        ),
    })
    .argument("[key]", "instance id, link to one, or business key (* = wildcard)")
    .addHelpText("after", rootHelp);
  for (const one of [engineFlag(), ...outputFlags()]) program.addOption(one);
  program.optionsGroup(general).version(version, "-V, --version", "print the version");
  program.action(async (key: string | undefined) => {
    const { engine } = program.opts<CommonWords>();
    if (key === undefined && Object.keys(program.opts()).length === 0) return program.outputHelp();
    if (key === undefined) return program.error("error: name an instance id, a link, a business key or a command");
    const commands = program
      .createHelp()
      .visibleCommands(program)
      .map((command) => command.name());
    done(
      await handlers.find(key, {
        ...outputOf(program, program),
        ...(engine === undefined ? {} : { engine }),
        commands,
      }),
    );
  });
  addQuestions(program, handlers, done);
  addOperations(program, handlers, done);
  program.helpCommand("help [command]", "print the help of a command");
  return program;
}

function wordsOf<T extends object>(program: Command, command: Command): T & CommonWords {
  return Object.assign({}, program.opts<CommonWords>(), command.opts<T>());
}

function outputOf(program: Command, command: Command): OutputOptions {
  const { json, config } = wordsOf(program, command);
  return { json: json ?? false, ...(config === undefined ? {} : { config }) };
}

function addQuestions(program: Command, handlers: Handlers, done: Done): void {
  program.commandsGroup("Questions:");
  const get = program.command("get").summary("one instance: where it is and why it is stuck");
  get
    .description("One instance: where it is, what it waits for, why it is stuck.")
    .argument("<id>", "instance id, or a link to it");
  for (const one of Object.values(getFlags()).flat()) get.addOption(one);
  get.addHelpText("after", getExamples).action(async (id: string) => {
    const {
      json: _json,
      config: _config,
      wait,
      ...words
    } = wordsOf<Omit<GetInput, "id"> & { wait?: number }>(program, get);
    done(
      await handlers.get({ id, ...words, ...(wait === undefined ? {} : { waitUpToMs: wait }) }, outputOf(program, get)),
    );
  });

  const query = program.command("query").summary("instances by state, incident, business key, variable …");
  query.description("Instances that match every filter given, as a list or as numbers.");
  for (const one of Object.values(queryFlags()).flat()) query.addOption(one);
  query.addHelpText("after", queryExamples).action(async () => {
    const words = wordsOf<QueryWords>(program, query);
    const { json: _json, config: _config, all, jsonl, count, variable, ...filters } = words;
    const numbers = count ? { mode: "count" as const } : {};
    const input = { ...filters, ...numbers, ...(variable ? { variables: variable } : {}) };
    done(await handlers.query(input, { ...outputOf(program, query), all: all ?? false, jsonl: jsonl ?? false }));
  });

  const history = program.command("history").summary("what happened in one instance, in order");
  history.description("What happened in one instance, in order.").argument("<id>", "instance id, or a link to it");
  for (const one of Object.values(historyFlags()).flat()) history.addOption(one);
  history.addHelpText("after", historyExamples).action(async (id: string) => {
    const { json: _json, config: _config, kind, ...words } = wordsOf<HistoryWords>(program, history);
    done(await handlers.history({ id, ...words, ...(kind ? { kinds: kind } : {}) }, outputOf(program, history)));
  });
}

function addOperations(program: Command, handlers: Handlers, done: Done): void {
  program.commandsGroup("Setting up:");
  const engines = program.command("engines").description("the configured engines; asks none of them");
  const doctor = program.command("doctor").description("try every engine; say what is wrong and how to mend it");
  for (const command of [engines, doctor]) for (const one of outputFlags()) command.addOption(one);
  engines.action(async () => done(await handlers.engines(outputOf(program, engines))));
  doctor.action(async () => done(await handlers.doctor(outputOf(program, doctor))));
  program.commandsGroup("Serving and trying out:");
  const mcp = program.command("mcp").description("serve the questions to an AI assistant, MCP over stdio");
  mcp.addOption(configFlag()).action(async () => {
    const { config } = wordsOf(program, mcp);
    done(await handlers.mcp(config === undefined ? {} : { config }));
  });
  addSlack(program, handlers, done);
  const sandbox = program.command("sandbox").description("run made-up engines to try things on");
  for (const one of sandboxFlags()) sandbox.addOption(one);
  sandbox.addHelpText("after", sandboxExamples).action(async () => {
    const options = sandbox.opts<SandboxOptions>();
    if (options.api !== undefined && options.kind !== "camunda8") sandbox.error("error: --api needs --kind camunda8");
    done(await handlers.sandbox(options));
  });
  const demo = program.command("demo").description("a tour of made-up engines; needs no configuration");
  demo.option("--once", "show it and end, instead of waiting for questions");
  demo.action(async () => done(await handlers.demo({ once: demo.opts<{ once?: true }>().once ?? false })));
}

function addSlack(program: Command, handlers: Handlers, done: Done): void {
  const slack = program.command("slack").description("answer slash commands in a Slack workspace").helpCommand(false);
  for (const one of [...slackFlags(), configFlag()]) slack.addOption(one);
  slack.addHelpText("after", slackExamples);
  slack.action(async () => {
    const { config } = wordsOf(program, slack);
    done(await handlers.slack({ ...slack.opts<SlackOptions>(), ...(config === undefined ? {} : { config }) }));
  });
  const manifest = slack.command("manifest").description("print the manifest that Slack makes the app of");
  for (const one of manifestFlags()) manifest.addOption(one);
  manifest.addHelpText("after", manifestExamples);
  manifest.action(async () => done(await handlers.slackManifest(manifest.opts<ManifestOptions>())));
}
