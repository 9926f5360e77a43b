import { describe } from "../core/describe.ts";
import { LookoutError } from "../core/errors.ts";
import { createMcpServer } from "../mcp/server.ts";
import { serveStdio } from "../mcp/stdio.ts";
import { openWorld } from "./world.ts";

/** `lookout mcp`: serves until the input ends or a signal comes. Standard output carries the protocol alone. */
export async function serveMcp(configPath: string | undefined, version: string, signal: AbortSignal): Promise<number> {
  const world = await openWorld(configPath, signal);
  try {
    const server = createMcpServer({
      name: "process-lookout",
      version,
      call: (asked) => world.call(asked),
      onError: log,
    });
    await serveStdio(server, signal);
    return 0;
  } finally {
    await world.close();
  }
}

/** One line on stderr, where hosts keep a server's log. */
function log(error: Error): void {
  const { kind, message } =
    error instanceof LookoutError ? describe(error) : { kind: "protocol", message: error.message };
  process.stderr.write(`${JSON.stringify({ time: new Date().toISOString(), kind, message })}\n`);
}
