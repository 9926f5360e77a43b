import { type Links, linksOf } from "../web-links.ts";
import { dialects, type Flavor } from "./dialects.ts";

/** `template`: an own address with {id}, {definitionKey}, {definitionVersion}, {definitionId}, {engineName}; else the dialect's. */
export function createLinks(url: string, flavor: Flavor, engineName: string, template: string | undefined): Links {
  return linksOf(template ?? new URL(url).origin + dialects[flavor].web, { engineName });
}
