import type { SeenMessage } from "./messages.ts";
import type { State } from "./state.ts";
import type { Timers } from "./timers.ts";

interface Who {
  readonly user: string;
  readonly channel: string;
}

/** What a person sees in a channel: everything said to all there, and what was said to him alone. */
export function seenBy({ messages }: State, { user, channel }: Who): readonly SeenMessage[] {
  return messages.all(channel).filter((message) => isFor(message, user));
}

const isFor = ({ ephemeralTo }: SeenMessage, user: string) => ephemeralTo === undefined || ephemeralTo === user;

/** What he sees once a condition holds. */
export function until(
  state: State,
  timers: Timers,
  who: Who,
  condition: (messages: readonly SeenMessage[]) => boolean,
  withinMs: number,
): Promise<readonly SeenMessage[]> {
  return new Promise((resolve, reject) => {
    const stops: (() => void)[] = [];
    const end = () => {
      for (const stop of stops) stop();
    };
    const look = () => {
      try {
        const messages = seenBy(state, who);
        if (!condition(messages)) return;
        resolve(messages);
      } catch (error) {
        reject(error);
      }
      end();
    };
    stops.push(
      state.messages.watch((message) => {
        if (message.channel === who.channel && isFor(message, who.user)) look();
      }),
    );
    stops.push(
      timers.after(withinMs, () => {
        end();
        const there = JSON.stringify(seenBy(state, who).slice(-20), null, 2);
        const refused = JSON.stringify(state.refusals.slice(-5));
        reject(
          new Error(`Not so within ${withinMs} ms. ${who.user} sees in ${who.channel}: ${there}; refused: ${refused}`),
        );
      }),
    );
    look();
  });
}
