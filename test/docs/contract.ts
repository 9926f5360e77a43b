import { kindOf } from "../../src/core/describe.ts";
import { errorKinds, type FaultName, LookoutError } from "../../src/core/errors.ts";
import * as model from "../../src/core/model.ts";
import { exitCodeOf } from "../../src/terminal/error-text.ts";
import { tools } from "../../tools/index.ts";
import { faults } from "../core/faults.ts";
import { getMeanings, historyMeanings, inWhoseHands, queryMeanings } from "./contract-words.ts";
import { code, table } from "./generated.ts";
import { inputRows, outputKeys } from "./shapes.ts";

function inputs(tool: (typeof tools)[keyof typeof tools], meanings: Readonly<Record<string, string>>): string {
  return table(
    ["argument", "type", "meaning"],
    inputRows(tool.input).map(([name, type]) => [code(name), type, meanings[name] ?? "?"]),
  );
}

const shapes = {
  instance: model.processInstance,
  definition: model.definition,
  "row of a query": model.instanceRow,
  "waitingAt[]": model.waiting,
  element: model.element,
  waitsFor: model.waitsFor,
  "incidents[]": model.incident,
  "parent, root, called[]": model.relative,
  "variables[]": model.variable,
  "events[]": model.historyEvent,
  "sources[]": model.historySource,
  "engines[]": model.engineReport,
  error: model.errorReport,
  "counts.definitions[]": model.definitionCount,
  "counts.incidents[]": model.incidentCount,
};

const isFault = (name: string): name is FaultName => Object.hasOwn(faults, name);

function errors(): string {
  const names = Object.keys(faults).filter(isFault);
  const kindOfFault = (name: FaultName) => kindOf(new LookoutError(name, faults[name][0] ?? { engine: "" }));
  return table(
    ["kind", "in whose hands", "exit code", "faults"],
    errorKinds.map((kind) => [
      code(kind),
      inWhoseHands[kind],
      String(exitCodeOf(kind)),
      names.filter((name) => kindOfFault(name) === kind).join(", "),
    ]),
  );
}

export const contractSections = () => ({
  "query-input": inputs(tools.query, queryMeanings),
  "get-input": inputs(tools.get, getMeanings),
  "history-input": inputs(tools.history, historyMeanings),
  outputs: table(
    ["answer of", "keys"],
    Object.values(tools).map(({ name, output }) => [code(name), outputKeys(output)]),
  ),
  shapes: table(
    ["part", "keys"],
    Object.entries(shapes).map(([name, schema]) => [name, outputKeys(schema)]),
  ),
  errors: errors(),
});
