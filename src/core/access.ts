import * as z from "zod";
import type { Scope } from "./engine.ts";
import { fault } from "./errors.ts";
import type { Filters } from "./filters.ts";
import type { HistoryEvent, Incident, Relative, Variable, Waiting } from "./model.ts";
import { matches, parsePattern } from "./pattern.ts";

const names = z.array(z.string().min(1));

const accessRule = z.strictObject({
  callers: names.describe("Who the rule is for: local, or names that a channel gives its callers"),
  engines: names.optional().describe("Engine ids; all when left out"),
  definitionKeys: names.optional().describe("Process definition keys; all when left out"),
  tenants: names.optional().describe("Tenant ids; all when left out"),
  variables: z
    .strictObject({ show: names.describe("Variable names whose values are shown, * as wildcard") })
    .optional(),
  incidentMessages: z.enum(["full", "firstLine", "masked", "none"]).optional(),
  businessKeys: z.enum(["full", "masked"]).optional(),
});

export const accessConfig = z.strictObject({
  rules: z
    .array(accessRule)
    .describe("The first rule that names the caller and the engine decides; without one, nothing is seen"),
});

export type AccessConfig = z.infer<typeof accessConfig>;

/** Who asks: the names by which rules may mean them. The terminal and MCP over stdio are `local`. */
export interface Caller {
  readonly names: readonly string[];
}

export const localCaller: Caller = { names: ["local"] };

/** What one caller may see in one engine. */
export interface View {
  readonly scope: Scope;
  readonly showVariables: readonly string[];
  readonly incidentMessages: "full" | "firstLine" | "masked" | "none";
  readonly businessKeys: "full" | "masked";
}

/** The view that decides for a caller and an engine, or undefined: then the engine does not exist for the caller. */
export type Access = (caller: Caller, engine: string) => View | undefined;

const defaultView: View = { scope: {}, showVariables: [], incidentMessages: "full", businessKeys: "full" };

/** Builds the policy. Without rules: `local` sees everything except variable values, nobody else sees anything. */
export function createAccess(config: AccessConfig | undefined): Access {
  if (!config) return (caller) => (caller.names.includes("local") ? defaultView : undefined);
  return (caller, engine) => {
    const rule = config.rules.find(
      (candidate) =>
        candidate.callers.some((name) => caller.names.includes(name)) &&
        (candidate.engines === undefined || candidate.engines.includes(engine)),
    );
    if (!rule) return undefined;
    return {
      scope: {
        ...(rule.definitionKeys ? { definitionKeys: rule.definitionKeys } : {}),
        ...(rule.tenants ? { tenantIds: rule.tenants } : {}),
      },
      showVariables: rule.variables?.show ?? [],
      incidentMessages: rule.incidentMessages ?? "full",
      businessKeys: rule.businessKeys ?? "full",
    };
  };
}

/** Whether a value of this variable may be shown. */
export function showsVariable(view: View, name: string): boolean {
  return view.showVariables.some((pattern) => matches(parsePattern(pattern), name));
}

/** Throws `policyForbids` for a filter on what the caller may not see: an answer would give it away. */
export function assertFiltersAllowed(view: View, filters: Filters): void {
  for (const { name } of filters.variables ?? []) {
    if (!showsVariable(view, name)) {
      throw fault("policyForbids", {
        what: `a filter on variable ${name}`,
        allow: `access.rules[].variables.show: ["${name}"]`,
      });
    }
  }
  if (filters.incidentMessage !== undefined && view.incidentMessages !== "full") {
    throw fault("policyForbids", {
      what: "the filter incidentMessage",
      allow: "access.rules[].incidentMessages: full",
    });
  }
  if (filters.businessKey !== undefined && view.businessKeys !== "full") {
    throw fault("policyForbids", { what: "the filter businessKey", allow: "access.rules[].businessKeys: full" });
  }
}

const bullet = "•••";
const maskKey = (key: string) =>
  Array.from(key).length <= 4 ? bullet : `${Array.from(key).slice(0, 2).join("")}${bullet}`;

const messageViews: Record<View["incidentMessages"], (message: string) => string | null> = {
  full: (message) => message,
  firstLine: (message) => message.split("\n", 1)[0] ?? "",
  masked: () => bullet,
  none: () => null,
};

type WithKey = { businessKey?: string | null | undefined; tags?: readonly string[] | undefined };
type WithMessage = { message?: string | null | undefined; messageLength?: number | undefined };

/** A tag may hold the key, and may be the key: it is not shown where keys are not. */
function redactKey<T extends WithKey>(view: View, value: T): T {
  if (view.businessKeys === "full") return value;
  const { businessKey } = value;
  return {
    ...value,
    ...(typeof businessKey === "string" ? { businessKey: maskKey(businessKey) } : {}),
    ...(value.tags === undefined ? {} : { tags: undefined }),
  };
}

/** The message as the view allows it; what is not full gives its length away neither. */
export function redactMessage<T extends WithMessage>(view: View, value: T): T {
  if (view.incidentMessages === "full" || typeof value.message !== "string") return value;
  const { messageLength: _, ...rest } = value;
  return { ...value, ...rest, messageLength: undefined, message: messageViews[view.incidentMessages](value.message) };
}

type WithFamily = WithKey & { id: string; parentId?: string | null | undefined; rootId?: string | undefined };

/** Ids that an answer shows as instances of their own, and that may therefore be named. */
export type Shown = ReadonlySet<string>;

const nothingShown: Shown = new Set();

/** Whether the id of a relative may be named: who may see part of an engine only is not told what else exists. */
function mayName(view: View, shown: Shown, id: string): boolean {
  const { definitionKeys, tenantIds } = view.scope;
  return (!definitionKeys && !tenantIds) || shown.has(id);
}

export function redactInstance<T extends WithFamily>(view: View, instance: T, shown: Shown = nothingShown): T {
  const redacted = redactKey(view, instance);
  const { parentId, rootId } = redacted;
  return {
    ...redacted,
    ...(typeof parentId === "string" && !mayName(view, shown, parentId) ? { parentId: undefined } : {}),
    ...(rootId !== undefined && rootId !== redacted.id && !mayName(view, shown, rootId) ? { rootId: undefined } : {}),
  };
}

/** A message is correlated by what is mostly the business key. */
export function redactWaiting(view: View, shown: Shown, waiting: Waiting): Waiting {
  const { calledId, correlationKey, ...rest } = waiting.waitsFor;
  return {
    ...waiting,
    waitsFor: {
      ...rest,
      ...(calledId !== undefined && mayName(view, shown, calledId) ? { calledId } : {}),
      ...(correlationKey === undefined
        ? {}
        : { correlationKey: view.businessKeys === "full" ? correlationKey : maskKey(correlationKey) }),
    },
  };
}

export function redactRelative(view: View, relative: Relative): Relative {
  return redactKey(view, relative);
}

export function redactIncident(view: View, incident: Incident): Incident {
  if (view.incidentMessages === "full") return incident;
  const { annotation: _annotation, stackTrace: _stackTrace, ...rest } = redactMessage(view, incident);
  return rest;
}

export function redactVariable(view: View, variable: Variable): Variable {
  if (showsVariable(view, variable.name)) return variable;
  const { value: _value, valueLength: _length, ...rest } = variable;
  return { ...rest, hidden: true };
}

/** Details that say what a message or an annotation says, or what a variable holds, go where those go. */
export function redactEvent(view: View, event: HistoryEvent): HistoryEvent {
  const { detail, ...rest } = redactMessage(view, event);
  const shown =
    event.kind === "variable"
      ? showsVariable(view, event.name ?? "")
      : view.incidentMessages === "full" || event.kind === "instance";
  const { calledId, ...kept } = rest;
  return {
    ...kept,
    ...(calledId !== undefined && mayName(view, nothingShown, calledId) ? { calledId } : {}),
    ...(shown && detail !== undefined ? { detail } : {}),
  };
}
