/** One started server: its records, how they hang together, and how it was set up. */
import type { Records } from "../records.ts";
import { type Api, type Dialect, dialects } from "./dialect.ts";
import type { V2Auth } from "./gate.ts";
import { type Relations, relate, visible } from "./relations.ts";
import type { Searching } from "./search/search.ts";

export type V2Settings = {
  readonly api: Api;
  /** What the gateway calls its version, if not as the version of the API says. */
  readonly version?: string | undefined;
  /** Of the description of December 2024: whether keys are numbers in answers of the type `application/json`. */
  readonly numberKeys?: boolean | undefined;
  readonly auth?: V2Auth | undefined;
  /** The largest total that is counted. */
  readonly totalCap?: number | undefined;
  /** The most rows of one page. */
  readonly pageLimit?: number | undefined;
  /** The tenants that may be seen; undefined means all. */
  readonly tenants?: readonly string[] | undefined;
  /** Paths that begin so are answered 403. */
  readonly forbidden?: readonly string[] | undefined;
  readonly secondaryStorage?: boolean | undefined;
};

export type Engine = {
  readonly records: Records;
  readonly relations: Relations;
  readonly dialect: Dialect;
  readonly searching: Searching;
};

/** Sets a server up over the records that its clients may see. */
export function installEngine(all: Records, settings: V2Settings): Engine {
  const records = visible(all, settings.tenants);
  const { gatewayVersion, ...described } = dialects[settings.api];
  const { totalCap = 10_000, pageLimit = 10_000, version = gatewayVersion } = settings;
  const dialect = { ...described, gatewayVersion: version };
  const searching = { dialect, totalCap, maxLimit: pageLimit, numberKeys: false };
  return { records, relations: relate(records), dialect, searching };
}
