import { type Links, linksOf } from "../web-links.ts";

/** Where Business Process Choreographer Explorer lies unless its administrator chose another context root. */
const explorer = "/bpc";

/**
 * Links into Business Process Choreographer Explorer, `…/bpc?piid=ID`, or by an own template. A link of Explorer may have its
 * parameters in any order (`?view=graphic&piid=ID`).
 */
export function createLinks(url: string, template: string | undefined): Links {
  const { origin } = new URL(url);
  const own = linksOf(template ?? `${origin}${explorer}?piid={id}`);
  return {
    to: (target) => own.to(target),
    idOf: (link) => own.idOf(link) ?? idInQuery(link, template ?? origin + explorer),
  };
}

/** The instance that a link into the same application names in its query. */
function idInQuery(link: string, application: string): string | undefined {
  const [asked, known] = [URL.parse(link.trim()), URL.parse(application.replace("{id}", "x"))];
  if (!asked || !known || asked.origin !== known.origin) return undefined;
  const path = (url: URL) => url.pathname.replace(/\/+$/, "");
  return path(asked) === path(known) ? (asked.searchParams.get("piid") ?? undefined) : undefined;
}
