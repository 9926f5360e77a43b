import type { Incident } from "../core/model.ts";
import { oneLine } from "./clean.ts";
import { quoted } from "./instance.ts";

/** The message in quotes, and where there is none what the engine calls the fault. */
export function faultWords({ message, type }: Pick<Incident, "message" | "type">): string {
  return message === null || message === "" ? oneLine(type) : quoted(message);
}
