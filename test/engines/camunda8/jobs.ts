import * as z from "zod";
import { until } from "../until.ts";
import type { RestClient } from "./client.ts";

const key = z.union([z.string(), z.number()]).transform(String);
const job = z.object({ key, type: z.string(), processInstanceKey: key, elementInstanceKey: key });
type Job = z.infer<typeof job>;
const activation = z.object({ jobs: z.array(job) });

const minute = 60_000;

/** The jobs of a cluster, as one worker takes them. */
export function jobsOf(engine: RestClient) {
  /** A worker is given jobs of a type, of whichever instances: those nobody asked for yet. */
  const kept: Job[] = [];

  /** The job of one instance, locked. */
  function take(type: string, instance: string, lockMs = 5 * minute): Promise<Job> {
    const found = () => {
      const index = kept.findIndex((one) => one.type === type && one.processInstanceKey === instance);
      return index < 0 ? undefined : kept.splice(index, 1)[0];
    };
    return until(`work of type ${type}`, async () => {
      const already = found();
      if (already) return already;
      const wish = { type, worker: "seed-worker", timeout: lockMs, maxJobsToActivate: 100, requestTimeout: -1 };
      kept.push(...activation.parse(await engine.post("/v2/jobs/activation", wish)).jobs);
      return found();
    });
  }

  return { take };
}
