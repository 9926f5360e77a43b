import { readFileSync } from "node:fs";
import * as z from "zod";

/** What run.ts and serve.ts write into the file named by LOOKOUT_TEST_SCENARIOS. */
const handover = z.object({ scenarios: z.record(z.string(), z.string()), parcels: z.number() });
export type Handover = z.infer<typeof handover>;

const {
  LOOKOUT_TEST_CAMUNDA8_URL: url,
  LOOKOUT_TEST_CAMUNDA8_USER: user = "demo",
  LOOKOUT_TEST_CAMUNDA8_PASSWORD: password = "demo",
  LOOKOUT_TEST_SCENARIOS: file,
} = process.env;

/** The cluster under test: ours, or whichever the user named. Undefined where there is none. */
export const cluster = url === undefined ? undefined : { url, credentials: { user, password } };

/** What our seeder put into it; undefined for a cluster of somebody else. */
export const seeded: Handover | undefined =
  url !== undefined && file ? handover.parse(JSON.parse(readFileSync(file, "utf8"))) : undefined;
