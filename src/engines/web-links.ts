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

/** Links of the form of a template with {id} and, as the engine knows them, {definitionKey}, {definitionVersion}, {definitionId} and `fixed` names. */
export function linksOf(template: string, fixed: Readonly<Record<string, string>> = {}): Links {
  const [beforeId = ""] = template.split("{id}");
  const reader = new RegExp(
    `^${beforeId
      .split(placeholder)
      .map((part, index) => (index % 2 ? "[^/?#]+" : escapeRegExp(part)))
      .join("")}([^/?#&]+)`,
  );
  return {
    to(target) {
      const values: Record<string, string | number | undefined> = { ...fixed, ...target };
      return template.replace(placeholder, (_match, name: string) =>
        encodeURIComponent(String(values[name] ?? "").toWellFormed()),
      );
    },
    idOf(link) {
      const found = reader.exec(link.trim())?.[1];
      return found === undefined || !template.includes("{id}") ? undefined : decoded(found);
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
