import type { tools } from "../../tools/index.ts";
import type { Incident } from "../core/model.ts";
import type { OutputOf } from "../core/tool.ts";
import { flag } from "./shell-words.ts";
import type { Style } from "./style.ts";

type Got = Pick<OutputOf<typeof tools.get>, "instance" | "called">;

interface Others {
  readonly words: readonly string[];
  readonly why: string;
}

/** The flags that find instances with the same fault; where the engine cannot look for messages, what else is stuck in that place. */
export function othersLikeIt(incident: Incident, { instance, called }: Got, { canAsk }: Style): Others | undefined {
  if (!canAsk || canAsk([instance.engine], "incidentMessage")) {
    const words = sameFault(incident);
    return words && { words, why: "others like it" };
  }
  const owner = [instance, ...called].find(({ id }) => id === incident.instanceId);
  const key = owner?.definition?.key;
  if (key === undefined) return undefined;
  const element = canAsk([instance.engine], "elementId") ? incident.element?.elementId : undefined;
  const place = element === undefined ? [] : flag("--element-id", element);
  const why = element === undefined ? "what else is stuck in it" : "what else is stuck there";
  return { words: [...flag("--definition-key", key), ...place, "--has-incident"], why };
}

const leastPrefix = 8;

/** The message up to the first part that differs from one occurrence to the next, where there is so much of it and it is shown. */
function sameFault({ message, type }: Incident): string[] | undefined {
  if (message === null || message.startsWith("•••")) return undefined;
  const stable = /^[^\d"'`“«/\\<>{}[\]()\n…:*]*/u.exec(message)?.[0].trimEnd() ?? "";
  const prefix = Array.from(stable).slice(0, 60).join("");
  if (Array.from(prefix).length < leastPrefix) return undefined;
  const pattern = prefix === message ? message : `${prefix}*`;
  return [...flag("--incident-type", type), ...flag("--incident-message", pattern)];
}
