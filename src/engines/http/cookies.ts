import type { Dispatcher } from "undici";

export interface Cookie {
  readonly name: string;
  readonly value: string;
  /** Whether it may only be sent where nobody can read it on its way. */
  readonly secure: boolean;
}

/** The cookies that an answer sets. A server drops one by giving it no value. */
export function cookiesOf({ headers }: Pick<Dispatcher.ResponseData<unknown>, "headers">): Cookie[] {
  const set = [headers["set-cookie"] ?? []].flat();
  return set.flatMap((text) => {
    const [pair = "", ...attributes] = text.split(";").map((part) => part.trim());
    const [, name, value] = /^([\w!#$%&'*+.^`|~-]+)=([\x21-\x7e]+)$/.exec(pair) ?? [];
    if (name === undefined || value === undefined || value === '""') return [];
    return [{ name, value, secure: attributes.some((attribute) => /^secure$/i.test(attribute)) }];
  });
}
