import { dialects } from "../../src/engines/camunda7/dialects.ts";
import { filterRows } from "../../src/engines/camunda7/filters.ts";
import { reads } from "../../src/engines/camunda7/reads.ts";
import { parameters } from "./camunda7-parameters.ts";
import { uses } from "./camunda7-reads.ts";
import { code, table } from "./generated.ts";

const list = (names: string) => names.split(", ").map(code).join(", ");
const shown = (name: string) => (name === "waitingSince" ? "waitingLongerThan" : name);
const since = (level: number) => (level <= 5 ? "always" : `7.${level}`);
const sinceOf = (filter: string) => Object.entries(filterRows).find(([name]) => name === filter)?.[1].since ?? 5;
const entriesOf = <T extends object>(value: T) => Object.entries(value);

export const camunda7Sections = () => ({
  filters: table(
    ["filter", "asked of `POST /history/process-instance` as", "since", "note"],
    entriesOf(filterRows).map(([name, row]) => [code(shown(name)), list(row.rest), since(row.since), row.note ?? ""]),
  ),
  parameters: table(
    ["parameter of `GET /process-instance`", "in the engine since", "reached by", "here since", "how, or why not"],
    parameters.map((one) => {
      const known = one.since === "<=7.5" ? "7.5 or before" : one.since;
      return "by" in one
        ? [code(one.name), known, code(one.by), since(sinceOf(one.by)), one.how]
        : [code(one.name), known, "left out", "", one.leftOut];
    }),
  ),
  reads: table(
    ["request", "for", "permission"],
    Object.entries(uses).map(([name, use]) => {
      const [, read] = entriesOf(reads).find(([known]) => known === name) ?? [];
      return [code(`${read?.method} ${read?.path}`), use.tools, use.permission];
    }),
  ),
  links: table(
    ["vendor", "`flavor`", "link to an instance"],
    entriesOf(dialects).map(([flavor, { name, web }]) => [name, code(flavor), code(web)]),
  ),
});
