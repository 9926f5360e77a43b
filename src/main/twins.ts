import type { Config } from "../config.ts";

/** What of an address leads to the same API: engines of some kinds take it with or without. */
const optionalEnd = /(?:\/v[12]|\/rest\/bpm\/bfm\/v1)?\/*$/;

/** Engines that are one and the same: an instance of theirs would be found in each, and its id would name none of them. */
export function twinProblems(engines: Config["engines"]): string[] {
  const byAddress = Map.groupBy(engines, (engine) => {
    const name = engine.kind === "camunda7" ? (engine.engineName ?? "default") : "";
    return JSON.stringify([engine.kind, new URL(engine.url).href.replace(optionalEnd, ""), name]);
  });
  return [...byAddress.values()].flatMap((same) =>
    same.length < 2
      ? []
      : [
          `${same.map(({ id }) => id).join(" and ")} have the same url: what the accounts of both may read is listed twice, and is found by its id only with an engine. Leave one of them, unless they are for different tenants.`,
        ],
  );
}
