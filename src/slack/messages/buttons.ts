import type { types } from "@slack/bolt";
import * as z from "zod";
import type { InstanceRow } from "../../core/model.ts";
import { oneLine } from "../../words/clean.ts";
import { definitionWords } from "../../words/instance.ts";
import { type Request, request as requestSchema } from "../request.ts";
import { cut, limits } from "./limits.ts";
import { plain } from "./rich-text.ts";

/** `anew`: the answer is a message of its own. `replace`: it takes the place of the message clicked. */
const hows = ["anew", "replace"] as const;
type How = (typeof hows)[number];

/** What a click asks for. */
export type Action =
  | { readonly does: "ask"; readonly how: How; readonly request: Request }
  | { readonly does: "share"; readonly request: Request }
  | { readonly does: "nothing" };

/** A button that asks; undefined where the question is too long for a button. Labels are unique within a message. */
export function askButton(label: string, how: How, request: Request): types.Button | undefined {
  return button(label, `lookout:${how}:${slug(label)}`, request);
}

/** A button that shows the answer to everybody in the channel. */
export function shareButton(request: Request): types.Button | undefined {
  return button("Share", "lookout:share", request);
}

/** A button that opens an address of ours in the browser. Slack reports the click all the same. */
export function linkButton(label: string, url: string): types.Button | undefined {
  if (url.length > limits.button.url) return undefined;
  return { type: "button", text: plain(label, limits.button.label), action_id: `lookout:link:${slug(label)}`, url };
}

/** A menu of instances to open; those with an id too long for an option are left out. */
export function openSelect(rows: readonly InstanceRow[]): types.StaticSelect | undefined {
  const names = namesOf(rows);
  const options = rows.flatMap(({ engine, id }, at) => {
    const value = written([engine, id]);
    return value.length > limits.option.value ? [] : [{ text: plain(names[at] ?? "", limits.option.label), value }];
  });
  if (options.length === 0) return undefined;
  return {
    type: "static_select",
    action_id: "lookout:open",
    placeholder: plain("Open …", limits.button.label),
    options: options.slice(0, limits.options),
  };
}

/** One block of what there is to click; undefined when nothing is. */
export function actionsBlock(elements: readonly (types.Button | types.StaticSelect | undefined)[]) {
  const present = elements.filter((element) => element !== undefined);
  return present.length === 0 ? undefined : ({ type: "actions", elements: present } satisfies types.ActionsBlock);
}

/** What a click on one of our messages asks for; undefined where that cannot be read. */
export function readAction(actionId: string, value: string): Action | undefined {
  const [ours, does] = actionId.split(":");
  if (ours !== "lookout") return undefined;
  if (does === "link") return { does: "nothing" };
  const data = parsed(value);
  if (does === "open") {
    const chosen = rowChosen.safeParse(data);
    if (!chosen.success) return undefined;
    const [engine, id] = chosen.data;
    return { does: "ask", how: "anew", request: { ask: "get", input: { id, engine } } };
  }
  const request = requestSchema.safeParse(data);
  if (!request.success) return undefined;
  if (does === "share") return { does, request: request.data };
  const how = hows.find((known) => known === does);
  return how && { does: "ask", how, request: request.data };
}

/** What people call each instance, with its engine and its id where others of the list are called the same. */
function namesOf(rows: readonly InstanceRow[]): string[] {
  const named = rows.map((row) => ({ ...row, name: nameOf(row) }));
  return named.map(({ name, engine, id }) => {
    const same = named.filter((other) => other.name === name);
    const inEngine = same.filter((other) => other.engine === engine);
    const where = inEngine.length < same.length ? ` · ${oneLine(engine)}` : "";
    const which = inEngine.length > 1 ? ` · ${oneLine(id)}` : "";
    return `${cut(name, Math.max(20, limits.option.label - where.length - which.length))}${where}${which}`;
  });
}

const nameOf = ({ businessKey, id, definition }: InstanceRow) =>
  `${oneLine(businessKey || id)} · ${definitionWords(definition)}`;

const rowChosen = z.tuple([z.string().min(1), z.string().min(1)]);

function button(label: string, actionId: string, request: Request): types.Button | undefined {
  const value = written(request);
  if (value.length > limits.button.value || !requestSchema.safeParse(request).success) return undefined;
  return { type: "button", text: plain(label, limits.button.label), action_id: actionId, value };
}

const slug = (label: string) =>
  label
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "")
    .slice(0, 60);

/** JSON without a character that Slack reads as markup or writes as an entity. */
const written = (data: unknown) =>
  JSON.stringify(data).replace(/[<>&]/g, (found) => `\\u00${found.charCodeAt(0).toString(16)}`);

function parsed(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}
