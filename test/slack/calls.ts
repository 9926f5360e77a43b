import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { webApi } from "@slack/bolt";
import { type Argument, type Expression, parseSync, type Super, Visitor } from "oxc-parser";

/** What the app does with Slack, as its source says. */
export interface Calls {
  /** `app.command("/x", …)` and its like: what is listened to, by name or pattern. */
  readonly listeners: readonly { readonly kind: string; readonly name: string | RegExp }[];
  /** Methods of the Web API that are called. */
  readonly methods: ReadonlySet<string>;
}

const kinds = new Set(["command", "action", "shortcut", "event", "message", "options", "view", "function"]);

/** Every method that Slack's client has, as "chat.postMessage". */
const known = new Set(methodsOf(new webApi.WebClient(), []));

function methodsOf(part: object, path: readonly string[]): string[] {
  return Object.entries(part).flatMap(([name, held]: [string, unknown]) => {
    if (typeof held === "function") return path.length > 0 ? [[...path, name].join(".")] : [];
    const isGroup = typeof held === "object" && held !== null && Object.getPrototypeOf(held) === Object.prototype;
    return isGroup ? methodsOf(held, [...path, name]) : [];
  });
}

/** ["client", "chat", "postMessage"] for what is called in `client.chat.postMessage()`; shorter where names end. */
function pathOf(callee: Expression | Super): string[] {
  if (callee.type === "Identifier") return [callee.name];
  if (callee.type === "ChainExpression") return pathOf(callee.expression);
  if (callee.type !== "MemberExpression" || callee.property.type !== "Identifier" || callee.computed) return [];
  return [...pathOf(callee.object), callee.property.name];
}

function literal(node: Argument | undefined): string | RegExp {
  if (node?.type !== "Literal") return "a computed name";
  if ("regex" in node && node.regex) return new RegExp(node.regex.pattern, node.regex.flags);
  return String(node.value);
}

/** The calls in one file. Throws where an app goes by another name than `app`: its listeners would not be seen. */
export function callsIn(file: string, text: string): Calls {
  const { program, errors } = parseSync(file, text);
  if (errors.length > 0) throw new Error(`${file} does not parse: ${errors[0]?.message}`);
  const listeners: { kind: string; name: string | RegExp }[] = [];
  const methods = new Set<string>();
  const assertNamed = (node: { type: string; name?: string }) => {
    if (node.type !== "Identifier" || node.name !== "app") throw new Error(`${file}: call ${node.name} app`);
  };
  new Visitor({
    CallExpression: ({ callee, arguments: [first] }) => {
      const path = pathOf(callee);
      const name = path.at(-1) ?? "";
      if (path.length === 2 && path[0] === "app" && kinds.has(name)) {
        listeners.push({ kind: name, name: literal(first) });
      }
      if (name === "apiCall") methods.add(String(literal(first)));
      const method = path.map((_, from) => path.slice(from).join(".")).find((one) => known.has(one));
      if (method !== undefined) methods.add(method);
    },
    VariableDeclarator: ({ id, init }) => {
      if (init?.type === "NewExpression" && pathOf(init.callee).at(-1) === "App") assertNamed(id);
    },
    Identifier: (node) => {
      const type = "typeAnnotation" in node ? node.typeAnnotation?.typeAnnotation : undefined;
      if (type?.type !== "TSTypeReference" || type.typeName.type !== "Identifier") return;
      if (type.typeName.name === "App") assertNamed(node);
    },
  }).visit(program);
  return { listeners, methods };
}

/** The calls in all files of a folder. */
export function callsOfTheApp(folder: string): Calls {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
  const all = files.map((name) => callsIn(name, readFileSync(join(folder, name), "utf8")));
  return {
    listeners: all.flatMap(({ listeners }) => listeners),
    methods: new Set(all.flatMap(({ methods }) => [...methods])),
  };
}
