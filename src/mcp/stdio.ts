import type { Readable, Writable } from "node:stream";
import type { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";

interface Streams {
  readonly stdin: Readable;
  readonly stdout: Writable;
}

/** A reader that is gone does not take the rest of the output; waiting for it longer than this would only delay the exit. */
const flushMs = 1_000;

/**
 * Serves over standard input and output until the input ends, the reader of the output goes away, or `signal` aborts.
 * Pending calls are then aborted; resolves when everything is closed. Never ends the process itself.
 */
export async function serveStdio(server: Server, signal: AbortSignal, streams: Streams = process): Promise<void> {
  if (signal.aborted) return;
  const { stdin, stdout } = streams;
  const closed = new Promise<void>((resolve) => {
    server.onclose = resolve;
  });
  const stop = () => {
    server.close().catch(() => {}); // closing twice, or an input that is already gone: there is nothing left to close
  };
  signal.addEventListener("abort", stop, { once: true });
  stdin.once("end", stop);
  stdin.once("close", stop);
  // The host went away (EPIPE) or its pipe broke. Without a listener that would be an uncaught exception. It stays for
  // writes that are still under way after the close.
  stdout.on("error", stop);
  await server.connect(new StdioServerTransport(stdin, stdout));
  if (stdin.readableEnded || stdin.destroyed) stop();
  await closed;
  signal.removeEventListener("abort", stop);
  stdin.off("end", stop);
  stdin.off("close", stop);
  await flushed(stdout);
}

/** Waits until what was written has left the process, so that the caller may end it. */
function flushed(stdout: Writable): Promise<void> {
  if (stdout.destroyed || stdout.writableLength === 0) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, flushMs);
    stdout.write("", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
