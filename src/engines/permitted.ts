/** Values that question and access policy both allow; undefined when neither restricts. */
export function permitted(asked: readonly string[] | undefined, allowed: readonly string[] | undefined) {
  return asked && allowed ? asked.filter((one) => allowed.includes(one)) : (asked ?? allowed);
}
