/** The table of everything Operate can be asked. There is nothing in it that writes. */
import type { ElementRecord, Records } from "../records.ts";
import { bpmn, takenFlows } from "../v2/resources/models.ts";
import type { Dates } from "./dates.ts";
import { invalid, notFound } from "./faults.ts";
import type { Resource } from "./fields.ts";
import type { Out } from "./json.ts";
import { queryFrom } from "./query.ts";
import {
  flowNodeInstances,
  incidents,
  processDefinitions,
  processInstances,
  troubledIn,
  variables,
} from "./resources.ts";
import { search, shown } from "./search.ts";
import { statisticsOf } from "./statistics.ts";
import { topology } from "./topology.ts";

/** `*` stands for one segment, which `name` is. A route answers JSON, or XML as text. */
export type Route = { readonly method: "GET" | "POST"; readonly path: string } & (
  | { readonly json: (name: string, body: string) => Out }
  | { readonly xml: (name: string) => string }
);

export type Operate = {
  readonly records: Records;
  readonly dates: Dates;
  readonly version: string;
  readonly totalCap: number;
  readonly gateway: boolean;
};

/** The routes over the rows that may be seen. */
export function routesOf(operate: Operate): readonly Route[] {
  const { records, version, gateway } = operate;
  const troubled = troubledIn(records);
  const definitions = processDefinitions(records);
  const describe = (): Out => topology(records, version);
  const gateways = ["/v1/topology", "/v2/topology"].map((path): Route => ({ method: "GET", path, json: describe }));
  return [
    ...listed(operate, processInstances(records)),
    ...listed(operate, flowNodeInstances(records, troubled)),
    ...listed(operate, incidents(records)),
    ...listed(operate, variables(records)),
    ...listed(operate, definitions),
    inside("statistics", (elements) => statisticsOf(elements, troubled)),
    inside("sequence-flows", (elements) => takenFlows(elements).toSorted()),
    {
      method: "GET",
      path: "/v1/process-definitions/*/xml",
      xml: (name) => {
        const key = keyFrom(name);
        const found = records.definitions.find((one) => BigInt(one.key) === key);
        if (!found) throw notFound(`Process definition for key ${key} not found.`);
        return bpmn(found);
      },
    },
    ...(gateway ? gateways : []),
  ];

  function inside(path: string, json: (elements: readonly ElementRecord[]) => Out): Route {
    const { missing } = processInstances(records);
    return {
      method: "GET",
      path: `/v1/process-instances/*/${path}`,
      json: (name) => {
        const key = keyFrom(name);
        const found = records.instances.find((one) => BigInt(one.key) === key);
        if (!found) throw notFound(missing(String(key)));
        return json(records.elements.filter((one) => one.instance === found));
      },
    };
  }
}

/** Reading one row by its key, and searching. */
function listed<Row>(operate: Operate, resource: Resource<Row>): readonly Route[] {
  const { key: own } = resource.fields;
  return [
    {
      method: "POST",
      path: `/v1/${resource.path}/search`,
      json: (_name, body) => search(resource, queryFrom(body, resource), operate),
    },
    {
      method: "GET",
      path: `/v1/${resource.path}/*`,
      json: (name) => {
        const key = keyFrom(name);
        const found = resource.rows.find((row) => own.cell(row) === key);
        if (found === undefined) throw notFound(resource.missing(String(key)));
        return shown(resource, found, operate.dates);
      },
    },
  ];
}

/** A long in decimal, with whatever blanks and zeros in front. */
function keyFrom(name: string): bigint {
  const digits = /^\s*([+-]?\d+)\s*$/.exec(name)?.[1];
  const key = digits === undefined ? null : BigInt(digits.replace("+", ""));
  if (key !== null && BigInt.asIntN(64, key) === key) return key;
  if (name.trim() === "") {
    throw invalid(
      "Required URI template variable 'key' for method parameter type Long is present but converted to null",
    );
  }
  const where = "Failed to convert value of type 'java.lang.String' to required type 'java.lang.Long'";
  throw invalid(`${where}; For input string: "${name}"`);
}
