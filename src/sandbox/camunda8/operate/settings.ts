/** How the sandbox pretends that an Operate of Camunda 8.6 or 8.7 was installed. What is left out is as the product ships. */
import type { Sessions } from "./sessions.ts";

export type OperateAuth =
  | {
      readonly kind: "session";
      /** Names and passwords. */
      readonly users: Readonly<Record<string, string>>;
      /** The product's default is on: whatever is not a GET then needs a token. */
      readonly csrf?: boolean | undefined;
      /** To be given by who wants to end the sessions: `newSessions()`. */
      readonly sessions?: Sessions | undefined;
    }
  | { readonly kind: "bearer"; readonly tokens: readonly string[] };

export type OperateSettings = {
  readonly version?: string | undefined;
  /** Undefined: nobody is asked who they are. */
  readonly auth?: OperateAuth | undefined;
  /** Offsets of times with a colon, in answers and in filters. */
  readonly rfc3339?: boolean | undefined;
  /** The largest total that is counted. */
  readonly totalCap?: number | undefined;
  /** The tenants that are visible; undefined means all. */
  readonly tenants?: readonly string[] | undefined;
  /** Paths that begin so are answered 403. */
  readonly forbidden?: readonly string[] | undefined;
  /** Whether the gateway runs in the same process, so that `/v2/topology` is there too. */
  readonly gateway?: boolean | undefined;
};
