import { isNoSuchRecord, type Requests } from "./requests.ts";
import { topology } from "./v2/wire.ts";

/** What is called differently in released servers and in the description of December 2024. */
export interface Words {
  /** The state of an instance that was ended from outside. */
  readonly terminated: string;
  readonly parentElementKey: string;
}

const released: Words = { terminated: "TERMINATED", parentElementKey: "parentElementInstanceKey" };
const december2024: Words = { terminated: "CANCELED", parentElementKey: "parentFlowNodeInstanceKey" };

/** What a server is, as far as it decides how it can be asked. */
export type Server =
  | {
      readonly api: "v2";
      readonly version: string | null;
      /** Minor version of 8; 8 as well for the description of December 2024. */
      readonly level: number;
      readonly words: Words;
    }
  | { readonly api: "operate"; readonly version: string | null };

const v2Since = 8;
const laterThanAll = 99;

/**
 * The wire form of a server: from 8.8 on the Orchestration Cluster API; before, a server that knows process instances by key
 * speaks the form described in December 2024, all others have their instances in Operate (8.6.0 answers 404 for the path).
 */
export async function identify(requests: Requests, forced: Server["api"] | undefined): Promise<Server> {
  const version = await gatewayVersion(requests);
  if (forced === "operate") return { api: "operate", version };
  const level = version === null ? undefined : levelOf(version);
  if (level !== undefined && level >= v2Since) return { api: "v2", version, level, words: released };
  const reply = await requests.reply("instance", { key: "1" });
  if (reply && (reply.status < 300 || isNoSuchRecord(reply))) {
    return { api: "v2", version, level: v2Since, words: level === undefined ? released : december2024 };
  }
  if (forced === "v2") return { api: "v2", version, level: v2Since, words: released };
  return { api: "operate", version };
}

/** null where there is no gateway (an Operate by itself), or where it does not tell. */
async function gatewayVersion(requests: Requests): Promise<string | null> {
  const reply = await requests.reply("topology");
  const { data } = reply && reply.status < 300 ? topology.safeParse(reply.body) : { data: undefined };
  return data?.gatewayVersion ?? null;
}

function levelOf(version: string): number | undefined {
  const [, major, minor] = /^(\d{1,3})\.(\d{1,3})/.exec(version) ?? [];
  if (major === undefined || minor === undefined) return undefined;
  return Number(major) > 8 ? laterThanAll : Number(major) < 8 ? 0 : Number(minor);
}
