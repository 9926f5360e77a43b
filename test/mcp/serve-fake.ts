import { createMcpServer } from "../../src/mcp/server.ts";
import { serveStdio } from "../../src/mcp/stdio.ts";
import { oneEngine, worldData, worldOf } from "./world.ts";

/*
 * A process for tests: the fake engine over standard input and output, wired as `main` does it. It never calls
 * `process.exit`: that it ends is what shows that nothing is left open. What happened goes to standard error.
 */
const seen = { started: 0, aborted: 0 };
const stopping = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stopping.abort());
const call = worldOf(oneEngine(worldData(), seen));
await serveStdio(createMcpServer({ name: "process-lookout", version: "0.0.0", call }), stopping.signal);
console.error(JSON.stringify({ closed: true, ...seen }));
