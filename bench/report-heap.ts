/** Loaded into a program before its own code (`--import`): whoever started it learns by a message what is reachable in its heap, in MB. */
import { setTimeout as sleep } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const collect: unknown = runInNewContext("gc");

process.on("message", async () => {
  // The last resort also takes code that is not run any more. What waits for a finalizer goes with the collection after it.
  for (let run = 0; run < 3; run += 1) {
    if (typeof collect === "function") collect({ type: "major", execution: "sync", flavor: "last-resort" });
    await sleep(100);
  }
  process.send?.(process.memoryUsage().heapUsed / 1_000_000);
});
// The program ends when it has nothing more to do, whoever still listens, and when nobody is there any more.
process.channel?.unref();
process.once("disconnect", () => process.exit());
