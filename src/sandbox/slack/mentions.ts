/** What in a message would notify people, or make links for them. */
import { type Fields, isFields, isList } from "./fields.ts";

export interface Mention {
  /** A JSON pointer from the message. */
  readonly pointer: string;
  readonly kind: "broadcast" | "user" | "usergroup" | "channel" | "team" | "link";
  /** As it stands there. */
  readonly text: string;
}

/** Rich text elements that mention somebody, and where each says whom. */
const elements: Readonly<Record<string, readonly [Mention["kind"], key: string]>> = {
  broadcast: ["broadcast", "range"],
  user: ["user", "user_id"],
  usergroup: ["usergroup", "usergroup_id"],
  channel: ["channel", "channel_id"],
  team: ["team", "team_id"],
  link: ["link", "url"],
};

/** What stands between angle brackets in mrkdwn; dates link nothing unless they say so. */
const marks: readonly (readonly [Mention["kind"], RegExp])[] = [
  ["broadcast", /^!(?:channel|here|everyone)(?:[|^]|$)/],
  ["usergroup", /^!subteam\^/],
  ["user", /^@/],
  ["channel", /^#/],
  ["link", /^(?:[a-z][a-z0-9+.-]*:|!date\^-?\d+\^[^|^]*\^)/i],
];

/** What Slack makes a link of where it is not told to leave the text alone. */
const bare = /(?:\bhttps?:\/\/|\bmailto:|\bwww\.)\S+|\b[\w.+-]+@[\w-]+\.[a-z]{2,}\b/gi;

/** Names that Slack looks up in a mrkdwn object that is not `verbatim`. */
const names: readonly (readonly [Mention["kind"], RegExp])[] = [
  ["channel", /(?<![\w&#])#[a-z][\w-]*/gi],
  ["broadcast", /(?<![\w@])@(?:channel|here|everyone)\b/gi],
];

/** Everything in a message that would notify or link; an empty list is the proof that nothing does. */
export function mentions({ text, blocks }: { readonly text?: unknown; readonly blocks?: unknown }): readonly Mention[] {
  const inText = typeof text === "string" ? [...marked(text, "/text"), ...linked(text, "/text")] : [];
  return [...inText, ...within(blocks, "/blocks")];
}

function within(value: unknown, pointer: string): readonly Mention[] {
  if (isList(value)) return value.flatMap((one, place) => within(one, `${pointer}/${place}`));
  if (!isFields(value)) return [];
  const { type, text, verbatim } = value;
  if ((type === "mrkdwn" || type === "markdown") && typeof text === "string") {
    const at = `${pointer}/text`;
    return verbatim === true ? marked(text, at) : [...marked(text, at), ...linked(text, at), ...named(text, at)];
  }
  return [
    ...ofElement(value, pointer),
    ...Object.entries(value).flatMap(([key, field]) => within(field, `${pointer}/${key}`)),
  ];
}

function ofElement(element: Fields, pointer: string): readonly Mention[] {
  const { type, url } = element;
  if (type === "date" && typeof url === "string") return [{ pointer, kind: "link", text: url }];
  const found = typeof type === "string" && Object.hasOwn(elements, type) ? elements[type] : undefined;
  if (!found) return [];
  const [kind, key] = found;
  const said = element[key];
  // A `link` or `user` in another sense has no such key.
  return typeof said === "string" ? [{ pointer, kind, text: said }] : [];
}

function marked(text: string, pointer: string): readonly Mention[] {
  return [...text.matchAll(/<([^<>]*)>/g)].flatMap(([whole, inner = ""]): readonly Mention[] => {
    const kind = marks.find(([, form]) => form.test(inner))?.[0];
    return kind ? [{ pointer, kind, text: whole }] : [];
  });
}

function linked(text: string, pointer: string): readonly Mention[] {
  return [...unmarked(text).matchAll(bare)].map(([word]) => ({ pointer, kind: "link", text: word }));
}

function named(text: string, pointer: string): readonly Mention[] {
  return names.flatMap(([kind, form]) =>
    [...unmarked(text).matchAll(form)].map(([word]): Mention => ({ pointer, kind, text: word })),
  );
}

const unmarked = (text: string) => text.replace(/<[^<>]*>/g, " ");
