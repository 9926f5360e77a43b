import type { GetQuestion, InstanceAnswer, Scope } from "../../core/engine.ts";
import { fault } from "../../core/errors.ts";
import type { ProcessInstance, Relative } from "../../core/model.ts";
import { inScope } from "../../core/recheck.ts";
import { createParts, type Parts } from "../parts.ts";
import type { Asker } from "./asker.ts";
import type { Client } from "./client.ts";
import { scopeBody } from "./filters.ts";
import { openIncidents, resolvedIncidents } from "./incidents.ts";
import { assertInstanceId, notFound } from "./instance-id.ts";
import { fromHistory, fromRuntime, toVariable } from "./mapping.ts";
import { waitingAt } from "./waiting.ts";
import type * as wire from "./wire.ts";

const listLimit = 100;
const calledLimit = 20;
const variableLimit = 500;
const byStart = [{ sortBy: "startTime", sortOrder: "desc" as const }];

/** The instance itself with what tells whether it is running: all by id, side by side. Throws `instanceNotFound`. */
async function identity({ client, engine }: Asker, { id, scope }: GetQuestion, parts: Parts) {
  // Who may see only part of the engine is not told what else exists.
  const tellsForbidden = !isNarrow(scope);
  assertInstanceId(engine, id);
  const [historic, running, tree, incidents, tasks] = await Promise.all([
    client.historicInstance(id),
    client.instance(id),
    parts.read("waitingAt", undefined, client.activityTree(id)),
    parts.read("incidents", [], client.incidents({ processInstanceId: id }, { max: listLimit })),
    parts.read("waitingAt.tasks", [], client.tasks({ processInstanceId: id }, { max: listLimit })),
  ]);
  // An instance that may not be read answers 404 by id but 403 by its tree, so it is known to exist.
  if (!historic && !running) throw notFound(engine, id, tellsForbidden && parts.failed.get("waitingAt") === "denied");
  return { historic, running, tree, incidents, tasks };
}

/** One instance with all that `get` tells: a round by its id, then a round by what that named. */
export async function getInstance(asker: Asker, question: GetQuestion): Promise<InstanceAnswer> {
  const { client, links } = asker;
  const { id, scope, now, include } = question;
  const parts = createParts();
  const found = await identity(asker, question, parts);
  const instance = found.historic ? fromHistory(asker, found.historic) : runningOnly(asker, found.running);
  if (!inScope(scope, instance)) throw notFound(asker.engine, id, false);
  const isRunning = found.running !== undefined;
  const [work, incidents, resolved, family, definition, variables, keyed] = await Promise.all([
    isRunning ? readWork(asker, id, found, parts) : undefined,
    openIncidents(
      { client, links, scope, parts, stackTraces: include.includes("stackTraces") },
      found.incidents,
      found.tree,
    ),
    include.includes("incidentsResolved") ? resolvedIncidents(client, id, parts) : [],
    found.historic ? readFamily(asker, instance, question, parts) : readRunningFamily(asker, id, question, parts),
    parts.read("definition", undefined, client.definition(instance.definition.id)),
    include.includes("variables") ? readVariables(client, id, isRunning, parts) : undefined,
    asker.keyField === "businessKey" ? undefined : readKey(client, id, asker.keyField.variable, parts),
  ]);
  return {
    instance: {
      ...instance,
      definition: {
        ...instance.definition,
        ...(definition
          ? {
              key: definition.key,
              name: definition.name,
              version: definition.version,
              versionTag: definition.versionTag,
            }
          : {}),
      },
      ...(parts.failed.has("incidents") ? {} : { hasIncident: found.incidents.length > 0 }),
      ...(keyed === undefined ? {} : { businessKey: keyed }),
    },
    waitingAt: work?.tree
      ? waitingAt({ ...work, tree: work.tree, incidents: found.incidents, tasks: found.tasks }, now)
      : [],
    incidents: [...incidents, ...resolved],
    ...family.relatives,
    // A call activity names what it called whatever its definition: not for a caller who may not see every one.
    called: work && !isNarrow(scope) ? calledOf(work.activities, family.called) : family.called,
    ...(family.calledTotal === undefined ? {} : { calledTotal: family.calledTotal }),
    ...(variables ? { variables: variables.map((row) => toVariable(row, id)) } : {}),
    unknown: [...parts.failed.keys(), ...(found.historic ? [] : ["startedAt", "root"])].sort(),
  };
}

/** A running instance that the history does not show: the runtime knows neither its start nor its root. */
function runningOnly(asker: Asker, running: wire.Instance | undefined): ProcessInstance {
  if (!running) throw fault("internal", { detail: "an instance that is neither running nor recorded" });
  return fromRuntime(asker, running);
}

type Identity = Awaited<ReturnType<typeof identity>>;

/** Tasks, jobs, external tasks and subscriptions of a running instance, as far as its tree can need them. */
async function readWork({ client }: Asker, id: string, { tree, tasks }: Identity, parts: Parts) {
  const ofInstance = { processInstanceId: id };
  const page = { max: listLimit };
  const unassigned = tasks.filter(({ assignee }) => assignee === null).slice(0, 5);
  const [activities, jobs, externalTasks, subscriptions, groups] = await Promise.all([
    parts.read("waitingAt.since", [], client.historicActivities({ ...ofInstance, unfinished: true }, page)),
    parts.read("waitingAt.jobs", [], client.jobs(ofInstance, page)),
    parts.read("waitingAt.externalTasks", [], client.externalTasks(ofInstance, page)),
    parts.read("waitingAt.subscriptions", [], client.eventSubscriptions(ofInstance, page)),
    Promise.all(
      unassigned.map(async (task) => {
        const links = await parts.read("waitingAt.candidateGroups", undefined, client.taskLinks(task.id));
        const ids = links?.flatMap(({ type, groupId }) => (type === "candidate" && groupId !== null ? [groupId] : []));
        return ids === undefined ? [] : [[task.id, ids] as const]; // none and unknown are two things
      }),
    ),
  ]);
  return { tree, activities, jobs, externalTasks, subscriptions, groups: new Map(groups.flat()) };
}

const relativeOf = (asker: Asker, row: wire.HistoricInstance): Relative => {
  const { id, definition, businessKey, state } = fromHistory(asker, row);
  const { key, version, name } = definition;
  return {
    id,
    definition: { key, ...(version === undefined ? {} : { version }), ...(name ? { name } : {}) },
    businessKey,
    state,
  };
};

/** Caller, root and called instances, as far as the caller of the question may see them. */
async function readFamily(asker: Asker, instance: ProcessInstance, { scope }: GetQuestion, parts: Parts) {
  const { client } = asker;
  const { id, parentId, rootId } = instance;
  const scoped = scopeBody({}, scope) ?? {};
  const relative = async (name: string, relativeId: string | null | undefined) => {
    if (relativeId === undefined || relativeId === null || relativeId === id) return undefined;
    const row = await parts.read(name, undefined, client.historicInstance(relativeId));
    if (!row) return undefined;
    return inScope(scope, fromHistory(asker, row)) ? relativeOf(asker, row) : undefined;
  };
  const [parent, root, called, calledTotal] = await Promise.all([
    relative("parent", parentId),
    parentId === rootId ? undefined : relative("root", rootId),
    parts.read(
      "called",
      [],
      client.historicInstances({ superProcessInstanceId: id, ...scoped }, { max: calledLimit, sort: byStart }),
    ),
    parts.read("called", undefined, client.historicInstanceCount({ superProcessInstanceId: id, ...scoped })),
  ]);
  const rootRelative = root ?? (parentId === rootId ? parent : undefined);
  return {
    called: called.map((row) => relativeOf(asker, row)),
    calledTotal,
    relatives: { ...(parent ? { parent } : {}), ...(rootRelative ? { root: rootRelative } : {}) },
  };
}

/** The same from the runtime, for an instance without history: running relatives only. */
async function readRunningFamily(asker: Asker, id: string, { scope }: GetQuestion, parts: Parts) {
  const { client } = asker;
  const scoped = scopeBody({}, scope) ?? {};
  const relative = (row: wire.Instance): Relative => {
    const { definition, businessKey, state } = fromRuntime(asker, row);
    return { id: row.id, definition, businessKey, state };
  };
  const [parents, called] = await Promise.all([
    parts.read("parent", [], client.instances({ subProcessInstance: id, ...scoped }, { max: 1 })),
    parts.read("called", [], client.instances({ superProcessInstance: id, ...scoped }, { max: calledLimit })),
  ]);
  const [parent] = parents.map(relative);
  return { called: called.map(relative), calledTotal: undefined, relatives: parent ? { parent } : {} };
}

const isNarrow = ({ definitionKeys, tenantIds }: Scope) => (definitionKeys ?? tenantIds) !== undefined;

/** Called instances, and those that only the call activities name. */
function calledOf(activities: readonly wire.HistoricActivity[], called: readonly Relative[]): Relative[] {
  const known = new Set(called.map(({ id }) => id));
  const named = activities.flatMap(({ calledProcessInstanceId: calledId }) =>
    calledId === null || known.has(calledId) ? [] : [{ id: calledId }],
  );
  return [...called, ...named.slice(0, calledLimit)];
}

function readVariables(client: Client, id: string, isRunning: boolean, parts: Parts) {
  const page = { max: variableLimit };
  const sort = [{ sortBy: "variableName", sortOrder: "asc" as const }];
  return parts.read(
    "variables",
    undefined,
    isRunning
      ? client.variables({ processInstanceIdIn: [id] }, { ...page, sort })
      : client.historicVariables({ processInstanceId: id }, { ...page, sort }),
  );
}

async function readKey(
  client: Client,
  id: string,
  variableName: string,
  parts: Parts,
): Promise<string | null | undefined> {
  const rows = await parts.read(
    "businessKey",
    undefined,
    client.historicVariables({ processInstanceIdIn: [id], variableName }, { max: 4 }),
  );
  if (!rows) return undefined;
  const value = rows.find((row) => row.value !== null && row.value !== undefined)?.value;
  return value === undefined || value === null ? null : String(value);
}
