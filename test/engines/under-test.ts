import { readFileSync } from "node:fs";
import * as z from "zod";

/** What run.ts hands to the tests in the file named by LOOKOUT_TEST_SCENARIOS. */
const engine = z.object({ url: z.string(), scenarios: z.record(z.string(), z.string()) });
const handover = z.object({ engines: z.object({ open: engine, auth: engine, historyNone: engine }) });
export type Handover = z.infer<typeof handover>;

const { LOOKOUT_TEST_URL, LOOKOUT_TEST_SCENARIOS } = process.env;

/** The base URL of the engine under test: the open one of ours, or whichever the user named. */
export const engineUrl: string | undefined = LOOKOUT_TEST_URL;

/** Our own engines with their scenarios; undefined where the user named an engine. */
export const ownEngines: Handover["engines"] | undefined = LOOKOUT_TEST_SCENARIOS
  ? handover.parse(JSON.parse(readFileSync(LOOKOUT_TEST_SCENARIOS, "utf8"))).engines
  : undefined;
