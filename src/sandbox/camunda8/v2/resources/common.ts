/** Fields that many resources have, and what they are of. */
import { isList, isObject } from "../../../json.ts";
import type { DefinitionRecord, ElementRecord, InstanceRecord, VariableRecord } from "../../records.ts";
import { always, since9 } from "../dialect.ts";
import { invalid, unparsable } from "../problems.ts";
import { type Fields, key, type Traits, text, withTraits } from "../search/fields.ts";
import { type Group, relatedGroup, specialGroup } from "../search/filter.ts";

export const elementTypes =
  "UNSPECIFIED PROCESS SUB_PROCESS EVENT_SUB_PROCESS AD_HOC_SUB_PROCESS AD_HOC_SUB_PROCESS_INNER_INSTANCE START_EVENT INTERMEDIATE_CATCH_EVENT INTERMEDIATE_THROW_EVENT BOUNDARY_EVENT END_EVENT SERVICE_TASK RECEIVE_TASK USER_TASK MANUAL_TASK TASK EXCLUSIVE_GATEWAY INCLUSIVE_GATEWAY PARALLEL_GATEWAY EVENT_BASED_GATEWAY SEQUENCE_FLOW MULTI_INSTANCE_BODY CALL_ACTIVITY BUSINESS_RULE_TASK SCRIPT_TASK SEND_TASK UNKNOWN";

export const elementStates = "ACTIVE COMPLETED TERMINATED";

/** The process instance that a row belongs to, and its definition. */
export function ofInstance<Row>(to: (row: Row) => InstanceRecord, traits: Traits = {}): Fields<Row> {
  const definition = (row: Row): DefinitionRecord => to(row).definition;
  const fields: Fields<Row> = {
    processInstanceKey: key((row) => to(row).key),
    processDefinitionKey: key((row) => definition(row).key),
    processDefinitionId: text((row) => definition(row).processId),
    tenantId: text((row) => definition(row).tenantId),
  };
  return { ...withTraits(fields, traits), rootProcessInstanceKey: rootKey(to) };
}

/** Since 8.9 it is shown, and can be neither filtered nor sorted by unless said otherwise. */
export const rootKey = <Row>(to: (row: Row) => InstanceRecord, traits: Traits = {}) =>
  key<Row>((row) => to(row).rootKey, { shown: since9, filtered: [], operators: [], sorted: [], ...traits });

/** Models need no names: the id stands in for it. */
export const nameOf = ({ name, elementId }: ElementRecord): string => name ?? elementId;

/** All of these tags. */
export function tagsGroup<Row>(levels = always, of: (row: Row) => readonly string[]): Group<Row> {
  return specialGroup("tags", levels, (value, _dialect, path) => {
    if (!isList(value)) throw unparsable(path);
    return (row) => value.every((tag) => typeof tag === "string" && of(row).includes(tag));
  });
}

const variableFields: Fields<VariableRecord> = { name: text(({ name }) => name), value: text(({ value }) => value) };

/** For each entry a variable with this name and such a value, which is JSON text. */
export function variablesGroup<Row>(name: string, of: (row: Row) => readonly VariableRecord[]): Group<Row> {
  const one = relatedGroup(of, variableFields);
  return specialGroup(name, always, (value, dialect, path) => {
    if (!isList(value)) throw unparsable(path);
    const predicates = value.map((entry, index) => {
      const where = `${path}[${index}]`;
      if (!isObject(entry)) throw unparsable(where);
      const unknown = Object.keys(entry).find((field) => field !== "name" && field !== "value");
      if (unknown !== undefined) throw unparsable(`${where}.${unknown}`);
      if (typeof (entry["name"] ?? null) !== "string") throw invalid("Variable name must not be null.");
      if ((entry["value"] ?? null) === null) throw invalid("Variable value must not be null.");
      return one.compile(entry, dialect, where);
    });
    return (row) => predicates.every((holds) => holds(row));
  });
}
