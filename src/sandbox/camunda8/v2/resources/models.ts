/** What is drawn: sequence flows, and models as BPMN. Every element but the first and those attached to others has one flow in. */
import type { DefinitionRecord, ElementRecord, ModelElement } from "../../records.ts";

const entered = new Set(["START_EVENT", "BOUNDARY_EVENT", "MULTI_INSTANCE_BODY"]);

/** The flows that were taken, in the order in which they were. */
export function takenFlows(elements: readonly ElementRecord[]): readonly string[] {
  return [...new Set(elements.flatMap(({ type, elementId }) => (entered.has(type) ? [] : [flowTo(elementId)])))];
}

const flowTo = (elementId: string): string => `flow_${elementId}`;

/** Tags of elements whose own name in the scripted world says more than BPMN does. */
const tags: Readonly<Record<string, string>> = {
  terminateEndEvent: "endEvent",
  timerCatchEvent: "intermediateCatchEvent",
  messageCatchEvent: "intermediateCatchEvent",
  messageBoundaryEvent: "boundaryEvent",
  errorBoundaryEvent: "boundaryEvent",
};

/** A model that names all elements: enough to show what exists, not enough to run. */
export function bpmn({ processId, name, elements }: DefinitionRecord): string {
  const drawn = elements.filter(({ type }) => type !== "multiInstanceBody");
  const lines = drawn.flatMap((element, index) => [
    `    <bpmn:${tags[element.type] ?? element.type} id="${escaped(element.id)}"${named(element.name)} />`,
    ...flowInto(element, drawn[index - 1]),
  ]);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="http://bpmn.io/schema/bpmn">',
    `  <bpmn:process id="${escaped(processId)}"${named(name)} isExecutable="true">`,
    ...lines,
    "  </bpmn:process>",
    "</bpmn:definitions>",
    "",
  ].join("\n");
}

function flowInto({ id, type }: ModelElement, before: ModelElement | undefined): readonly string[] {
  if (!before || type === "startEvent" || tags[type] === "boundaryEvent") return [];
  return [
    `    <bpmn:sequenceFlow id="${escaped(flowTo(id))}" sourceRef="${escaped(before.id)}" targetRef="${escaped(id)}" />`,
  ];
}

const named = (name: string | null): string => (name === null ? "" : ` name="${escaped(name)}"`);

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escaped = (text: string): string => text.replace(/[&<>"]/g, (character) => entities[character] ?? character);
