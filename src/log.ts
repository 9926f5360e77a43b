import pino from "pino";

/** The log of a service: one JSON object a line on standard error, which is not the place of answers and audit lines. */
export function createLog() {
  return pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination({ dest: 2, sync: true }));
}
