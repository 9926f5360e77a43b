/** Requests of one question that are under way at once: half of what one engine is asked at a time, so that others get their turn. */
const atOnce = 4;

/** What `ask` answers for each value, in their order; so many values at once that the way to the engine is never full. */
export async function inTurns<T, R>(values: readonly T[], ask: (value: T) => Promise<R>): Promise<R[]> {
  const answers: R[] = [];
  for (let first = 0; first < values.length; first += atOnce) {
    answers.push(...(await Promise.all(values.slice(first, first + atOnce).map(ask))));
  }
  return answers;
}
