/** What a real Operate answered, and which of its keys stands for which of the scripted world's. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export type Recording = {
  readonly name: string;
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string | null;
  };
  readonly response: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
  };
};

const home = join(import.meta.dirname, "../../../shared/recordings");
const ending = ".json";

/** Undefined where the recordings are not at hand: the project must pass its tests without them. */
export function operateRecordings(): Recording[] | undefined {
  const folder = join(home, "camunda8-operate-v1");
  // Asked of the newer API, and answered by a server that does not have it.
  const missing = join(home, "camunda8-v2-alpha-8.6", "process-instance-get-missing.json");
  if (!existsSync(folder) || !existsSync(missing)) return undefined;
  const files = readdirSync(folder).filter((file) => file.endsWith(ending));
  return [...files.map((file) => join(folder, file)), missing].map((path) => ({
    ...JSON.parse(readFileSync(path, "utf8")),
    name: path.slice(path.lastIndexOf("/") + 1, -ending.length),
  }));
}

export type Row = Readonly<Record<string, unknown>>;

/** Whole numbers come back as bigint, whatever their size. */
export function lossless(text: string): unknown {
  return JSON.parse(text, (_name, value: unknown, context?: { readonly source?: string }) =>
    typeof value === "number" && /^-?\d+$/.test(context?.source ?? "") ? BigInt(context?.source ?? "") : value,
  );
}

export const isRow = (value: unknown): value is Row =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The rows of an answer, whether it is a list or one. */
export function rowsOf(body: string): readonly Row[] {
  const value = body.startsWith("{") ? lossless(body) : undefined;
  if (!isRow(value)) return [];
  const { items } = value;
  if (Array.isArray(items)) return items.filter(isRow);
  return "key" in value ? [value] : [];
}

/** The name of the resource that a path is about. */
export const resourceOf = (path: string): string => path.split("/")[2] ?? "";

export type Rows = (resource: string) => readonly Row[];

/** All rows of each resource, once, by key. */
export function gather(answers: readonly { readonly path: string; readonly body: string }[]): Rows {
  const rows = new Map<string, Map<unknown, Row>>();
  for (const { path, body } of answers) {
    const known = rows.get(resourceOf(path)) ?? new Map<unknown, Row>();
    for (const row of rowsOf(body)) known.set(row["key"], row);
    rows.set(resourceOf(path), known);
  }
  return (resource) =>
    [...(rows.get(resource)?.values() ?? [])].sort((left, right) => compare(keyOf(left), keyOf(right)));
}

const keyOf = ({ key }: Row): bigint => BigInt(String(key));
const compare = (left: bigint, right: bigint) => (left < right ? -1 : left > right ? 1 : 0);

type Likeness = (row: Row, rows: Rows) => readonly unknown[];

/** Strict first: the scripted world does not have everything. */
const likenesses: Readonly<Record<string, readonly Likeness[]>> = {
  "process-instances": [
    (row, rows) => [
      place(row, rows),
      row["state"],
      row["incident"],
      ownIncidents(row, rows),
      "processVersionTag" in row,
    ],
    (row, rows) => [place(row, rows), row["state"], row["incident"], ownIncidents(row, rows)],
    (row, rows) => [place(row, rows), row["state"], row["incident"]],
  ],
  "flownode-instances": [(row) => [row["state"], row["incident"], "incidentKey" in row]],
  incidents: [(row) => [row["state"]], () => []],
  variables: [(row) => [String(row["value"]).length === 8191]],
  "process-definitions": [(row) => ["versionTag" in row, "name" in row], (row) => ["versionTag" in row]],
};

const caller = (row: Row, rows: Rows) => rows("process-instances").find(({ key }) => key === row["parentKey"]);

/** How many instances are above this one, as far as they are known. */
function place(row: Row, rows: Rows): number {
  const above = caller(row, rows);
  return above ? place(above, rows) + 1 : "parentKey" in row ? 1 : 0;
}

const ownIncidents = ({ key }: Row, rows: Rows) =>
  rows("incidents").flatMap((one) => (one["processInstanceKey"] === key ? [one["state"]] : []));

const beyondDouble = 2n ** 53n;
/** What is named by a row belongs to the same family, and is paired along with it. */
const relatives = ["parentKey", "parentFlowNodeInstanceKey", "processDefinitionKey"];

/** Recorded key to scripted key: what is in the same state, in the same trouble, and at the same place of a hierarchy. */
export function pairKeys(theirs: Rows, ours: Rows): ReadonlyMap<string, string> {
  const pairs = new Map<string, string>();
  const pair = (left: unknown, right: unknown) => {
    if (left !== undefined && right !== undefined && !pairs.has(String(left))) pairs.set(String(left), String(right));
  };
  for (const [resource, degrees] of Object.entries(likenesses)) {
    // Called instances come first and bring their callers along.
    const inner = theirs(resource).toSorted((left, right) => place(right, theirs) - place(left, theirs));
    for (const row of inner) {
      const paired = pairs.get(String(row["key"]));
      const known = ours(resource).find(({ key }) => String(key) === paired);
      const twin = known ?? mostAlike({ row, rows: theirs }, { among: ours(resource), rows: ours }, degrees);
      for (const name of ["key", ...relatives]) pair(row[name], twin?.[name]);
    }
  }
  return pairs;
}

type One = { readonly row: Row; readonly rows: Rows };
type Many = { readonly among: readonly Row[]; readonly rows: Rows };

function mostAlike({ row, rows }: One, many: Many, degrees: readonly Likeness[]): Row | undefined {
  const isLarge = (one: Row) => keyOf(one) > beyondDouble === keyOf(row) > beyondDouble;
  for (const degree of degrees) {
    const wanted = JSON.stringify(degree(row, rows));
    const twins = many.among.filter((one) => JSON.stringify(degree(one, many.rows)) === wanted);
    if (twins.length > 0) return twins.find(isLarge) ?? twins[0];
  }
  return undefined;
}
