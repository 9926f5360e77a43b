/** The description of December 2024: its examples, and a server that answers as it says. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Asked, problem, type Reply, type Row, type Serving } from "./stub.ts";

const file = join(import.meta.dirname, "../../../shared/seeds/camunda8-get-process-instance.txt");

/** The description itself, where it is at hand. */
export const description = existsSync(file) ? readFileSync(file, "utf8") : undefined;

/** Media types of an answer, each with what its keys are. */
export const mediaTypes = {
  "application/json": "text",
  "application/vnd.camunda.api.keys.number+json": "number",
  "application/vnd.camunda.api.keys.string+json": "text",
} as const;

/** An instance with all that the description lists, the keys as text. */
export const described: Row = {
  processInstanceKey: "9007199254740993",
  processDefinitionKey: "9007199254740995",
  parentProcessInstanceKey: null,
  parentFlowNodeInstanceKey: null,
  processDefinitionId: "order-process",
  processDefinitionName: "Order process",
  processDefinitionVersion: 7,
  processDefinitionVersionTag: "release-2",
  startDate: "2024-12-19T15:07:40.116Z",
  endDate: "2024-12-19T15:07:41.117Z",
  state: "COMPLETED",
  hasIncident: true,
  tenantId: "acme",
};

/** The examples as they are printed: no state, and one text or number for all. */
const printed = (key: string | number, startDate: string): Row => ({
  processInstanceKey: key,
  processDefinitionKey: key,
  parentProcessInstanceKey: key,
  parentFlowNodeInstanceKey: key,
  processDefinitionId: "string",
  processDefinitionName: "string",
  processDefinitionVersion: 0,
  processDefinitionVersionTag: "string",
  startDate,
  endDate: startDate,
  hasIncident: true,
  tenantId: "string",
});
export const examples: Readonly<Record<keyof typeof mediaTypes, Row>> = {
  "application/json": printed("string", "2024-12-19T15:07:40.116Z"),
  "application/vnd.camunda.api.keys.number+json": printed(0, "2024-12-19T15:07:40.116Z"),
  "application/vnd.camunda.api.keys.string+json": printed("string", "2024-12-19T15:07:40.117Z"),
};

/** The same with numbers for keys, all their digits kept. */
export function withNumbers(row: Row): Row {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      name.endsWith("Key") && typeof value === "string" && /^\d+$/.test(value) ? BigInt(value) : value,
    ]),
  );
}

/** A server of that time: it knows instances by key, and has nothing else. */
export function serveSeed(answer: (asked: Asked, key: string) => Reply, type = "application/json"): Serving {
  return (asked) => {
    if (asked.path === "/v2/topology") return { json: { gatewayVersion: "8.7.0" } };
    if (asked.method === "POST") return { json: { items: [], page: { totalItems: 0 } }, type };
    const key = asked.path.split("/").at(-1) ?? "";
    return key === "1" ? problem(404, "NOT_FOUND", "Process Instance with key '1' not found") : answer(asked, key);
  };
}
