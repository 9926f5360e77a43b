import { dialects, type Flavor } from "./dialects.ts";

/** What a link may name. */
interface LinkTarget {
  readonly id: string;
  readonly definitionKey?: string;
  readonly definitionVersion?: number;
  readonly definitionId?: string;
}

/** Builds and reads links to instances in an engine's web application. */
export interface Links {
  to(target: LinkTarget): string;
  /** The instance id that a link of this web application names. */
  idOf(link: string): string | undefined;
}

const placeholder = /\{(\w+)\}/g;
const escapeRegExp = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** `template`: an own address with {id}, {definitionKey}, {definitionVersion}, {definitionId}, {engineName}; else the dialect's. */
export function createLinks(url: string, flavor: Flavor, engineName: string, template: string | undefined): Links {
  const whole = template ?? new URL(url).origin + dialects[flavor].web;
  const [beforeId = ""] = whole.split("{id}");
  const reader = new RegExp(
    `^${beforeId
      .split(placeholder)
      .map((part, index) => (index % 2 ? "[^/?#]+" : escapeRegExp(part)))
      .join("")}([^/?#&]+)`,
  );
  return {
    to(target) {
      const values: Record<string, string | number | undefined> = { engineName, ...target };
      return whole.replace(placeholder, (_match, name: string) =>
        encodeURIComponent(String(values[name] ?? "").toWellFormed()),
      );
    },
    idOf(link) {
      const found = reader.exec(link.trim())?.[1];
      return found === undefined || !whole.includes("{id}") ? undefined : decoded(found);
    },
  };
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined; // a percent sign that encodes nothing: not a link of ours
  }
}
