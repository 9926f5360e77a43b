import { type Links, linksOf } from "../web-links.ts";

/** The version at the end of an address of the API: the paths of the reads begin with it themselves. */
const apiVersion = /\/v[12]$/;

/** The address below which `/v1` and `/v2` lie. */
export const apiRoot = (url: string) => url.replace(/\/+$/, "").replace(apiVersion, "");

/**
 * Links into Operate. Without a template: on a self-managed cluster Operate lies beside the API at `/operate`; in the SaaS on a
 * host of its own, or below the cluster's address on the newer host (docs.camunda.io; the links of all keep working).
 */
export function createLinks(url: string, template: string | undefined): Links {
  return linksOf(template ?? `${operateAddress(apiRoot(url))}/processes/{id}`);
}

function operateAddress(root: string): string {
  const [, region, cluster] = /^https:\/\/([\w-]+)\.zeebe\.camunda\.io(?::443)?\/([\w-]+)$/.exec(root) ?? [];
  if (region && cluster) return `https://${region}.operate.camunda.io/${cluster}`;
  const { hostname } = new URL(root);
  return hostname.endsWith(".operate.camunda.io") ? root : `${root}/operate`;
}
