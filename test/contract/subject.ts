import { createAccess, localCaller } from "../../src/core/access.ts";
import { describe as describeError, type ErrorReport } from "../../src/core/describe.ts";
import type { Capabilities, Engine } from "../../src/core/engine.ts";
import { LookoutError } from "../../src/core/errors.ts";
import type { InstanceRow } from "../../src/core/model.ts";
import { type InputOf, type OutputOf, runTool } from "../../src/core/tool.ts";
import { tools } from "../../tools/index.ts";
import type { Family, Feature } from "./vocabulary/family.ts";
import { type World, worldOf } from "./world.ts";

/** An instance as a list gives it. */
export type Row = NonNullable<OutputOf<typeof tools.query>["instances"]>[number];

export type Access = Parameters<typeof createAccess>[0];

/** What is known of an engine before it is asked; it decides which parts of the contract apply. */
export interface Traits {
  readonly family: Family;
  /** Absent for an engine that was not seeded by us. */
  readonly parcels?: number;
  /** Definition keys that the engine's account may see; all when left out. */
  readonly sees?: readonly string[];
  readonly history?: "full" | "audit" | "none";
  /** The script starts several instances in one millisecond. */
  readonly ties?: boolean;
  /** Filters that it must declare, no more and no less. */
  readonly filters?: Capabilities["filters"];
  /** Method and path, with {id} for any segment, of every request that it may be sent. */
  readonly reads: readonly { readonly method: string; readonly path: string }[];
}

/** A running engine to hold to the contract. */
export interface Running {
  readonly url: string;
  /** An adapter for this engine at an address: its own, or that of something in front of it. */
  connect(url: string, timeoutMs?: number): Engine;
  /** The moment of the questions: the real one, or that of a scripted world. */
  now(): Date;
  /** Scenario name to instance id. */
  readonly scenarios: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

export interface Subject extends Running {
  readonly traits: Traits;
  readonly engine: Engine;
  readonly world: World;
  readonly idOf: (label: string) => string;
  /** Label of a row in the seeded world. */
  readonly labelOf: (row: InstanceRow) => string;
  /** Labels of rows, sorted. */
  readonly labelsOf: (rows: readonly InstanceRow[]) => string[];
}

export function subjectOf(traits: Traits, running: Running): Subject {
  const { scenarios } = running;
  const byId = new Map(Object.entries(scenarios).map(([name, id]) => [id, name]));
  const labelOf = ({ id, businessKey }: InstanceRow) =>
    byId.get(id) ?? (businessKey?.startsWith("PARCEL-") ? businessKey : `nobody knows ${id}`);
  return {
    ...running,
    traits,
    engine: running.connect(running.url),
    world: worldOf(traits.family, Object.keys(scenarios), traits.parcels ?? 0, traits.sees),
    idOf(label) {
      const id = scenarios[label];
      if (id === undefined) throw new Error(`the engine was seeded without ${label}`);
      return id;
    },
    labelOf,
    labelsOf: (rows) => rows.map(labelOf).sort(),
  };
}

/** Everything is shown: contracts about hiding bring their own access. */
const open: Access = { rules: [{ callers: ["local"], variables: { show: ["*"] } }] };

/** The tools as one caller uses them, the only door, with the engine filled in. */
export function asking(subject: Pick<Subject, "engine" | "now">, access: Access = open, signal?: AbortSignal) {
  const call = () => ({
    caller: localCaller,
    access: createAccess(access),
    engines: [subject.engine],
    now: subject.now(),
    signal: signal ?? new AbortController().signal,
  });
  return {
    get: (input: InputOf<typeof tools.get>): Promise<OutputOf<typeof tools.get>> => runTool(tools.get, call(), input),
    query: (input: InputOf<typeof tools.query> = {}): Promise<OutputOf<typeof tools.query>> =>
      runTool(tools.query, call(), input),
    history: (input: InputOf<typeof tools.history>): Promise<OutputOf<typeof tools.history>> =>
      runTool(tools.history, call(), input),
  };
}
export type Asking = ReturnType<typeof asking>;

/** What a reader is told when a question is refused. Fails for an answer, and for errors that are not of the closed set. */
export async function refusalOf(question: Promise<unknown>): Promise<ErrorReport> {
  let answer: unknown;
  try {
    answer = await question;
  } catch (error) {
    if (error instanceof LookoutError) return describeError(error);
    throw error;
  }
  throw new Error(`was answered: ${JSON.stringify(answer).slice(0, 1_000)}`);
}

/** All rows of a question, page by page; fails for a row that comes twice. */
export async function allRows(ask: Asking, input: InputOf<typeof tools.query>): Promise<InstanceRow[]> {
  return (await allPages(ask, input)).rows;
}

/** All rows of a question, and whether the answer says that not all instances were considered. */
export async function allPages(ask: Asking, input: InputOf<typeof tools.query>) {
  const rows: InstanceRow[] = [];
  const seen = new Set<string>();
  let isPart = false;
  for (let cursor: string | undefined; ; ) {
    const page = await ask.query({ limit: 100, ...input, ...(cursor === undefined ? {} : { cursor }) });
    isPart ||= page.truncated?.reason === "candidates";
    for (const row of page.instances ?? []) {
      if (seen.has(row.id)) throw new Error(`row ${row.id} came twice`);
      seen.add(row.id);
      rows.push(row);
    }
    if (page.nextCursor === undefined) return { rows, isPart };
    cursor = page.nextCursor;
  }
}

/** Skips a test about a scenario that this engine was not seeded with, or whose definition its account may not see. */
export function needs(subject: Subject, ctx: { skip(note?: string): void }, ...labels: readonly string[]): void {
  const missing = labels.find((label) => subject.world.facts[label] === undefined);
  if (missing !== undefined) ctx.skip(`no ${missing} to be seen here`);
}

/** Skips a test about what this engine does not have; the family says why. */
export function wants(subject: Subject, ctx: { skip(note?: string): void }, ...features: readonly Feature[]): void {
  const { lacks } = subject.traits.family;
  const missing = features.find((feature) => lacks[feature]);
  if (missing) ctx.skip(lacks[missing]);
}
