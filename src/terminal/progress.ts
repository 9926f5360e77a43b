import { SingleBar } from "cli-progress";
import { durationText } from "../words/duration.ts";
import type { Io } from "./output.ts";

export interface Progress {
  update(count: number): void;
  stop(): void;
}

const silent: Progress = { update: () => {}, stop: () => {} };

/**
 * A counter on stderr while rows go elsewhere. Only where a person can see it and it cannot run into the rows: stderr is
 * a terminal and stdout is not.
 */
export function startProgress(io: Io): Progress {
  if (!io.errIsTty || io.outIsTty) return silent;
  const bar = new SingleBar({
    stream: io.err,
    clearOnComplete: true,
    hideCursor: true,
    gracefulExit: false,
    format: (_options, { value, startTime }) => `  ${value} instances, ${durationText(Date.now() - startTime)}`,
  });
  bar.start(Number.MAX_SAFE_INTEGER, 0);
  return { update: (count) => bar.update(count), stop: () => bar.stop() };
}
