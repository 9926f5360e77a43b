import type { GetQuestion, InstanceAnswer, Scope } from "../../core/engine.ts";
import type { Relative } from "../../core/model.ts";
import { inScope } from "../../core/recheck.ts";
import { awaited } from "../awaited.ts";
import { createParts, type Parts } from "../parts.ts";
import { type Asker, isKey, notFound } from "./asker.ts";
import { clean, isOpen, keyText, keyVariable, toIncident, toInstance, toRelative, toVariable } from "./mapping.ts";
import type { Incident, Instance } from "./rows.ts";
import { waitingAt } from "./waiting.ts";

const activeLimit = 100;
const calledLimit = 20;
const resolvedLimit = 50;
const variableLimit = 500;
/** Levels of callers that are climbed to find the root, where the server does not name it. */
const climbLimit = 10;
/** The instance, waited for. Exporters take some seconds (measured: up to 6). */
async function instanceWithin({ client, engine }: Asker, id: string, waitUpToMs: number, signal: AbortSignal) {
  const found = await awaited(() => client.instance(id), waitUpToMs, signal);
  if (!found) throw notFound(engine, id);
  return found;
}

/** All that can be asked by the instance's key alone, side by side. */
async function readRound(asker: Asker, question: GetQuestion, parts: Parts, signal: AbortSignal) {
  const { client } = asker;
  const { id, include, scope } = question;
  const [instance, elements, incidents, jobs, userTasks, waits, called, variables, resolved] = await Promise.all([
    instanceWithin(asker, id, 0, signal),
    parts.read(
      "waitingAt",
      [],
      client
        .elements({ instanceKey: id, active: true }, { order: "oldest", limit: activeLimit })
        .then(({ rows }) => rows),
    ),
    parts.read("incidents", { rows: [], complete: true }, client.openIncidents(id)),
    parts.read("waitingAt.jobs", [], client.jobs?.(id, false) ?? Promise.resolve([])),
    parts.read("waitingAt.tasks", [], client.userTasks?.(id) ?? Promise.resolve([])),
    parts.read("waitingAt.subscriptions", [], client.waits?.(id) ?? Promise.resolve([])),
    parts.read(
      "called",
      { rows: [] },
      client.instances({ filters: { parentId: id }, scope }, { order: "newest", limit: calledLimit }),
    ),
    include.includes("variables") ? parts.read("variables", undefined, client.variables(id, variableLimit)) : undefined,
    include.includes("incidentsResolved")
      ? parts.read(
          "incidentsResolved",
          [],
          client.ownIncidents(id, { order: "newest", limit: resolvedLimit }).then(({ rows }) => rows),
        )
      : [],
  ]);
  return { instance, elements, incidents, jobs, userTasks, waits, called, variables, resolved };
}

/** One instance with all that `get` tells: a round by its key, a round by what that named, and keys that are variables. */
export async function getInstance(asker: Asker, question: GetQuestion, signal: AbortSignal): Promise<InstanceAnswer> {
  const { client, engine, links } = asker;
  const { id, scope, now, include, waitUpToMs } = question;
  if (!isKey(id)) throw notFound(engine, id);
  // What belongs to an instance is exported with it: it is read when the instance is there.
  if (waitUpToMs > 0) await instanceWithin(asker, id, waitUpToMs, signal);
  const parts = createParts();
  const found = await readRound(asker, question, parts, signal);
  const instance = toInstance(asker, found.instance);
  if (!inScope(scope, instance)) throw notFound(engine, id);
  const [{ parent, root }, definition] = await Promise.all([
    readCallers(asker, found.instance, parts),
    client.definition && found.instance.name === undefined
      ? parts.read("definition", undefined, client.definition(found.instance.definitionKey))
      : undefined,
  ]);
  const family = [parent, root, ...found.called.rows].flatMap((row) => row ?? []);
  const keys = await readKeys(asker, [found.instance, ...family], parts);
  const withKey = <T extends Relative>(one: T): T => (keys ? { ...one, businessKey: keys.get(one.id) ?? null } : one);
  const relative = (row: Instance | undefined) =>
    row && inScope(scope, toInstance(asker, row)) ? withKey(toRelative(asker, row)) : undefined;
  const [parentShown, rootShown] = [relative(parent), relative(root)];
  const tellsWork =
    client.jobs !== undefined && !parts.failed.has("waitingAt.jobs") && !parts.failed.has("waitingAt.tasks");
  const elements = new Map(found.elements.map((element) => [element.key, element]));
  const shown = (rows: readonly Incident[]) =>
    rows.map((row) => toIncident(row, links, elements.get(row.elementKey ?? "")));
  if (!found.incidents.complete) parts.failed.set("incidents.called", "unsupported");
  const open = found.incidents.rows.filter((row) => row.instanceKey === id || incidentInScope(row, scope));
  return {
    instance: {
      ...withKey(instance),
      ...(definition
        ? { definition: { ...instance.definition, name: definition.name === null ? null : clean(definition.name) } }
        : {}),
      hasIncident: instance.hasIncident === true || found.incidents.rows.length > 0,
      ...(root ? { rootId: root.key } : {}),
    },
    waitingAt: waitingAt({ ...found, called: found.called.rows, told: tellsWork }, now),
    incidents: [
      ...shown(open),
      ...(include.includes("incidentsResolved") ? shown(found.resolved.filter((row) => !isOpen(row))) : []),
    ],
    ...(parentShown ? { parent: parentShown } : {}),
    ...(rootShown ? { root: rootShown } : {}),
    called: found.called.rows.flatMap((row) => relative(row) ?? []),
    ...(found.called.total === undefined ? {} : { calledTotal: found.called.total }),
    ...(found.variables ? { variables: found.variables.map(toVariable) } : {}),
    unknown: [...parts.failed.keys()].sort(),
  };
}

/** Caller and root. Roots are named for families that began on 8.9 or later; else the callers are climbed. */
async function readCallers({ client }: Asker, { key, parentKey, rootKey }: Instance, parts: Parts) {
  if (parentKey === null) return {};
  const named = rootKey && rootKey !== key && rootKey !== parentKey ? rootKey : undefined;
  const [parent, root] = await Promise.all([
    parts.read("parent", undefined, client.instance(parentKey)),
    named ? parts.read("root", undefined, client.instance(named)) : undefined,
  ]);
  if (named || !parent) return { parent, root };
  let top = parent;
  for (let level = 0; top.parentKey !== null && level < climbLimit; level += 1) {
    const above = await parts.read("root", undefined, client.instance(top.parentKey));
    if (!above) return { parent };
    top = above;
  }
  return top.parentKey === null ? { parent, root: top } : { parent };
}

/** What lies outside the policy is not seen; where an incident does not tell its process, it is not seen either. */
function incidentInScope(row: Incident, { definitionKeys, tenantIds }: Scope): boolean {
  if (tenantIds && (row.tenantId === null || !tenantIds.includes(row.tenantId))) return false;
  return !definitionKeys || (row.processId !== undefined && definitionKeys.includes(row.processId));
}

/** Business keys of instances where the key is a variable. */
async function readKeys({ client, keyField }: Asker, rows: readonly Instance[], parts: Parts) {
  const name = keyVariable(keyField);
  if (name === undefined) return undefined;
  const ids = [...new Set(rows.map(({ key }) => key))];
  const values = await parts.read("businessKey", undefined, client.variableOf(ids, name));
  return values && new Map([...values].map(([id, value]) => [id, keyText(value)]));
}
