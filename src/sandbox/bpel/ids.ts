/** Object ids: a kind, then hexadecimal groups. What a group begins with does not tell the age. */

/** The kinds of things that have ids here, and what their ids begin with. */
const heads = {
  process: "_PI:9003",
  activity: "_AI:9004",
  template: "_PT:9001",
  activityTemplate: "_ATI:9002",
  task: "_TKI:a01b",
} as const;

export type IdKind = keyof typeof heads;

/** From an id of the scripted world, whose first and last group are unique. The epoch tells worlds apart. */
export function objectId(kind: IdKind, worldId: string, epoch = "5eed11f1"): string {
  const uuid = worldId.slice(worldId.lastIndexOf(":") + 1);
  const scattered = uuid.slice(0, 8);
  const count = Number.parseInt(uuid.slice(-12), 16);
  // Leading zeros of a group are not written.
  const groups = [Number.parseInt(scattered, 16).toString(16), epoch, count.toString(16)];
  return `${heads[kind]}${scattered.slice(4)}.${groups.join(".")}`;
}

export const isObjectId = (text: string): boolean => /^_[A-Z]+:[0-9a-f]+(?:\.[0-9a-f]+)+$/i.test(text);

export const isOfKind = (kind: IdKind, id: string): boolean =>
  id.slice(0, id.indexOf(":")) === heads[kind].slice(0, heads[kind].indexOf(":"));
