import type { Fields } from "./fields.ts";

export interface View {
  readonly id: string;
  readonly user: string;
  readonly hash: string;
  readonly view: Fields;
}

/** Modals that are open and home tabs that are published. */
export interface Views {
  open(user: string, view: Fields): View;
  publish(user: string, view: Fields): View;
  find(sought: { readonly id?: string; readonly externalId?: string }): View | undefined;
  update(id: string, view: Fields): View | undefined;
  /** The home tab of a user. */
  home(user: string): View | undefined;
}

const remembered = 1_000;

export function viewStore(now: () => number): Views {
  const views = new Map<string, View>();
  const homes = new Map<string, string>();
  let count = 0;
  const put = (id: string, user: string, view: Fields): View => {
    count += 1;
    const stored = { id, user, view, hash: `${Math.floor(now() / 1000)}.${count.toString(36).padStart(8, "0")}` };
    views.set(id, stored);
    const [oldest] = views.keys();
    if (views.size > remembered && oldest !== undefined) views.delete(oldest);
    return stored;
  };
  const nextId = () => `V${(count + 1).toString(36).toUpperCase().padStart(8, "0")}`;
  const home = (user: string) => {
    const id = homes.get(user);
    return id === undefined ? undefined : views.get(id);
  };
  return {
    open: (user, view) => put(nextId(), user, view),
    publish: (user, view) => {
      const id = home(user)?.id ?? nextId();
      homes.set(user, id);
      return put(id, user, view);
    },
    find: ({ id, externalId }) => {
      if (id !== undefined) return views.get(id);
      return [...views.values()].find(({ view }) => view["external_id"] === externalId);
    },
    update: (id, view) => {
      const before = views.get(id);
      return before && put(id, before.user, view);
    },
    home,
  };
}
