import type { QueryInput, QueryOutput } from "../../../tools/index.ts";
import type { InstanceRow } from "../../core/model.ts";
import { totalOf } from "../../core/total.ts";
import { oneLine } from "../../words/clean.ts";
import { numberText } from "../../words/duration.ts";
import { definitionWords } from "../../words/instance.ts";
import { understoodWords } from "../../words/understood.ts";
import { pageSizes } from "../grammar/options.ts";
import { commandOf } from "../grammar/parse.ts";
import type { RequestOf } from "../request.ts";
import { askButton, openSelect, shareButton } from "./buttons.ts";
import { type Column, gridOf, utcText } from "./grid.ts";
import { cut } from "./limits.ts";
import type { Message, Scene } from "./message.ts";
import { mostTableRows, sheetMessage } from "./sheet.ts";
import { stateCell } from "./state-cell.ts";
import { namesOf, notChecked, whyMissing } from "./unchecked.ts";

type Asked = RequestOf<"query"> | RequestOf<"find">;

/** A page of instances: how many, which, and how to go on. */
export function list(output: QueryOutput, scene: Scene, request: Asked): Message {
  const rows = output.instances ?? [];
  const { businessKey: _inTheHead, order: _alsoThere, ...asked } = output.understood;
  return sheetMessage(
    {
      head: headOf(output, rows, request),
      missing: whyMissing(output.engines),
      notes: notesOf(output),
      grids: rows.length === 0 ? [] : [gridOf(rows, columnsOf(output, rows, scene))],
      mostRows: mostTableRows,
      left: (_, shown) => `Only the first ${shown} of these ${rows.length} rows fit into a message.`,
      clickable: (shown) => clickable(output, scene, request, shown),
      step: rows.length === 0 ? undefined : `Next: ${scene.command} ID for all about one of them.`,
      asked: understoodWords(asked),
      command: `${scene.command} ${commandOf(request)}`,
    },
    scene,
  );
}

const businessKeyCharacters = 100;

/** "10 of 214 stuck instances in 2 engines, oldest first · c8-old NOT checked" */
function headOf(output: QueryOutput, rows: readonly InstanceRow[], request: Asked): string {
  const { engines, understood } = output;
  const found = rows.length === 0 ? noneWords(output, request) : foundWords(output, rows, request);
  const key = understood.businessKey;
  const head = key === undefined ? found : `${cut(oneLine(key), businessKeyCharacters)}: ${lowered(found)}`;
  return `${head}${utcText(notChecked(engines))}`;
}

const lowered = (words: string) => `${words.charAt(0).toLowerCase()}${words.slice(1)}`;
const cursorOf = ({ input }: Asked) => ("cursor" in input ? input.cursor : undefined);
const whatOf = ({ hasIncident }: QueryOutput["understood"], one: boolean) =>
  `${hasIncident ? "stuck " : ""}${one ? "instance" : "instances"}`;

function foundWords({ engines, understood, nextCursor }: QueryOutput, rows: readonly InstanceRow[], request: Asked) {
  const { total, isLowerBound, isKnown } = totalOf(engines);
  const isPart = isKnown && total > rows.length;
  const more = cursorOf(request) === undefined ? "" : " more";
  const of = isPart ? ` of ${numberText(total)}${isLowerBound ? "+" : ""}` : "";
  const spread = new Set(rows.map(({ engine }) => engine)).size;
  const where = spread > 1 ? ` in ${spread} engines` : "";
  const order = rows.length > 1 ? understoodWords({ order: understood.order }) : [];
  const rest = isPart ? "" : nextCursor !== undefined ? ", more follow" : isLowerBound ? ", there may be more" : "";
  const what = whatOf(understood, rows.length === 1 && !isPart);
  return `${rows.length}${more}${of} ${what}${where}${order.length > 0 ? `, ${utcText(order)}` : ""}${rest}`;
}

function noneWords({ engines, understood }: QueryOutput, request: Asked): string {
  const checked = engines.filter(({ status }) => status === "ok");
  if (checked.length === 0) return "Not known";
  if (cursorOf(request) !== undefined) return `No more ${whatOf(understood, false)}`;
  return `No ${whatOf(understood, true)}${engines.length > 1 ? ` in ${namesOf(checked)}` : ""}`;
}

function notesOf({ truncated, stable }: QueryOutput): string[] {
  const looked = truncated?.considered === undefined ? "some" : `the first ${numberText(truncated.considered)}`;
  return [
    ...(truncated?.reason === "candidates"
      ? [`Only ${looked} candidates were looked at: narrow the question to be sure.`]
      : []),
    ...(truncated?.reason === "size"
      ? ["The page is shorter than asked: more rows would be too much for an answer."]
      : []),
    ...(stable === false ? ["Paging in this order may repeat or miss rows."] : []),
  ];
}

/** What says the same in every row, and stands in the head or in the foot, takes no column. */
function columnsOf(output: QueryOutput, rows: readonly InstanceRow[], { form }: Scene): Column<InstanceRow>[] {
  const { businessKey: told } = output.understood;
  const isKeyed = rows.some(({ businessKey }) => businessKey !== told);
  const columns: (Column<InstanceRow> | undefined)[] = [
    { head: "State", cell: (row) => stateCell(row, form) },
    isKeyed ? { head: "Business key", cell: ({ businessKey }) => businessKey ?? "", wraps: true } : undefined,
    { head: "Process", cell: ({ definition }) => definitionWords(definition), wraps: true },
    { head: "Started", cell: ({ startedAt }) => (startedAt ? [{ at: startedAt }] : []) },
    { head: "Ended", cell: ({ endedAt }) => (endedAt ? [{ at: endedAt }] : []) },
    output.engines.length > 1 ? { head: "Engine", cell: ({ engine }) => engine } : undefined,
    { head: "Id", cell: ({ id }) => id, whole: true },
  ];
  return columns.filter((column) => column !== undefined);
}

function clickable(output: QueryOutput, scene: Scene, request: Asked, shown: number) {
  const rows = output.instances ?? [];
  const refresh = askButton("Refresh", "replace", request);
  const share = scene.audience === "person" ? shareButton(request) : undefined;
  if (request.ask !== "query") return [openSelect(rows), refresh, share];
  const { cursor, ...first } = request.input;
  const { limit: _limit, order: _order, ...filters } = first;
  const paging = {
    first: cursor === undefined ? undefined : askButton("« First page", "replace", { ask: "query", input: first }),
    next: nextButton(output, request.input, shown),
    count: isMany(output, rows)
      ? askButton("Count these", "anew", { ask: "query", input: { ...filters, mode: "count" } })
      : undefined,
  };
  const others = rows.length === 0 ? wider(output, filters) : undefined;
  return [openSelect(rows.slice(0, shown)), paging.first, paging.next, paging.count, others, refresh, share];
}

const isMany = ({ engines, nextCursor }: QueryOutput, rows: readonly InstanceRow[]) =>
  rows.length > 0 && (nextCursor !== undefined || totalOf(engines).total > rows.length);

/** The rows that follow those shown: where not all of a page are, they are the page's own, on smaller pages. */
function nextButton({ instances = [], nextCursor }: QueryOutput, input: QueryInput, shown: number) {
  if (shown < instances.length && shown > 0) {
    return askButton(`Pages of ${shown}`, "replace", { ask: "query", input: { ...input, limit: shown } });
  }
  return nextCursor === undefined
    ? undefined
    : askButton("Next page ›", "replace", { ask: "query", input: { ...input, cursor: nextCursor } });
}

/** What is worth asking where nothing was found. */
function wider({ understood, engines }: QueryOutput, filters: QueryInput) {
  if (!engines.some(({ status }) => status === "ok")) return undefined;
  const { businessKey, definitionKey } = understood;
  if (businessKey !== undefined && !businessKey.includes("*")) {
    const input = { ...filters, businessKey: `${businessKey}*`, limit: pageSizes.list };
    return askButton("Keys that begin like it", "anew", { ask: "query", input });
  }
  const keys = definitionKey === undefined ? {} : { definitionKey };
  return askButton("What there is", "anew", { ask: "query", input: { ...keys, mode: "count" } });
}
