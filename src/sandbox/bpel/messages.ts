/** The data of an instance: what it was started with, what it answered, the fault it ended with, its variables. */
import { noSuch } from "./faults.ts";
import type { Process, Property } from "./records.ts";

/** What the default XML and the JSON on request both tell. */
export type Message = { readonly name: string; readonly namespace: string; readonly parts: readonly Property[] };

type Kind = "input" | "output" | "fault";

/** Throws where the instance has no such message, or not yet. */
export function messageOf(process: Process, kind: Kind): Message {
  const parts = partsOf(process, kind);
  if (!parts) throw noSuch(`${kind} of ${process.piid}`);
  return { name: `${kind}Message`, namespace: `http://example.com/${process.template.name}`, parts };
}

function partsOf({ state, variables, inputNames, faultName }: Process, kind: Kind): readonly Property[] | null {
  switch (kind) {
    case "input":
      return variables.filter(({ name }) => inputNames.has(name));
    case "output":
      return state === "STATE_FINISHED" ? variables : null;
    case "fault":
      return faultName === null ? null : [{ name: "faultString", value: "Card 4111-XXXX of the customer was refused" }];
  }
}

export function variableOf(process: Process, name: string): Message {
  const variable = process.variables.find((one) => one.name === name);
  if (!variable) throw noSuch(name);
  return { name: "variable", namespace: "http://www.ibm.com/xmlns/prod/websphere/bpm/rest", parts: [variable] };
}

export const messageJson = ({ parts }: Message): string =>
  JSON.stringify(Object.fromEntries(parts.map(({ name, value }) => [name, value])));

export function messageXml({ name, namespace, parts }: Message): string {
  const inner = parts.map((part) => `<part name="${escaped(part.name)}">${escaped(part.value)}</part>`).join("");
  return `<?xml version="1.0" encoding="UTF-8"?>\n<tns:${name} xmlns:tns="${namespace}">${inner}</tns:${name}>`;
}

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** What XML cannot hold at all becomes the replacement character. */
const escaped = (text: string): string =>
  text
    .replace(/[&<>"]/g, (character) => entities[character] ?? character)
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "\ufffd");
