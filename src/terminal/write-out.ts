import type { Writable } from "node:stream";

const guarded = new WeakSet<Writable>();
const closed: readonly unknown[] = ["EPIPE", "ECONNRESET", "ERR_STREAM_DESTROYED", "ERR_STREAM_WRITE_AFTER_END"];

/**
 * Writes and waits until the stream has taken the text, which keeps a fast producer at the pace of its reader.
 * Answers false when the reader has gone (`lookout … | head -1`): that is no error, and nothing more need be written.
 */
export function writeOut(stream: Writable, text: string): Promise<boolean> {
  if (!guarded.has(stream)) {
    guarded.add(stream);
    stream.on("error", () => {}); // the callback below tells the writer; without a listener the process would end
  }
  if (text === "") return Promise.resolve(true);
  if (stream.destroyed || stream.writableEnded) return Promise.resolve(false);
  return new Promise((resolve, reject) => {
    stream.write(text, (error) => {
      if (!error) resolve(true);
      else if ("code" in error && closed.includes(error.code)) resolve(false);
      else reject(error);
    });
  });
}
