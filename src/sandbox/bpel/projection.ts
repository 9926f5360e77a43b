/** From the scripted world to what a Business Flow Manager would hold of it. */
import type { Definition, World } from "../world.ts";
import { objectId } from "./ids.ts";
import { activitiesOf } from "./projection/activities.ts";
import { type Processes, processesOf } from "./projection/processes.ts";
import { thirteenStates } from "./projection/thirteen-states.ts";
import type { Records, Template } from "./records.ts";

const day = 24 * 3_600_000;

/** The same world always gives the same records, ids included. Tenants are unknown here: their part is not told. */
export function recordsOf(world: World, { states = false }: { readonly states?: boolean | undefined } = {}): Records {
  const templates = new Map(
    world.definitions.filter(({ tenantId }) => tenantId === null).map((one) => [one, templateOf(one)]),
  );
  const processes = processesOf(world, templates);
  const told = {
    templates: [...templates.values()],
    processes: processes.all,
    activities: activitiesOf(world, processes),
    scenarios: scenariosOf(world, processes),
  };
  const more = states ? thirteenStates(world.now) : null;
  return {
    now: world.now,
    templates: [...told.templates, ...(more?.templates ?? [])],
    processes: [...told.processes, ...(more?.processes ?? [])],
    activities: [...told.activities, ...(more?.activities ?? [])],
    scenarios: { ...told.scenarios, ...more?.scenarios },
  };
}

/** All versions are deployed at once, and one is valid after the other. */
function templateOf({ id, key, name, version, versionTag, deployedAt }: Definition): Template {
  return {
    ptid: objectId("template", id),
    name: key,
    displayName: name,
    description: null,
    createdAt: deployedAt,
    validFrom: deployedAt + (version - 1) * day,
    version: versionTag,
    state: "STATE_STARTED",
  };
}

function scenariosOf({ scenarios, instances }: World, processes: Processes): Record<string, string> {
  const byId = new Map(instances.map((instance) => [instance.id, instance]));
  return Object.fromEntries(
    Object.entries(scenarios).flatMap(([name, id]) => {
      const instance = byId.get(id);
      const process = instance && processes.of(instance);
      return process ? [[name, process.piid]] : [];
    }),
  );
}
