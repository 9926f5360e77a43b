/** How many instances of each element an instance has, by what became of them. */
import type { ElementRecord } from "../records.ts";
import type { OutObject } from "./json.ts";
import type { Troubled } from "./resources.ts";

export function statisticsOf(elements: readonly ElementRecord[], troubled: Troubled): readonly OutObject[] {
  // The body around a repeated element has its id, and is not counted.
  const runs = elements.filter((one) => one.type !== "MULTI_INSTANCE_BODY");
  const counts = [...Map.groupBy(runs, (one) => one.elementId)].map(([activityId, found]) => {
    const of = (state: ElementRecord["state"]) => found.filter((one) => one.state === state);
    const incidents = of("ACTIVE").filter(troubled.has).length;
    return {
      activityId,
      active: of("ACTIVE").length - incidents,
      canceled: of("TERMINATED").length,
      incidents,
      completed: of("COMPLETED").length,
    };
  });
  return counts.sort((left, right) => (left.activityId < right.activityId ? -1 : 1));
}
