/** The order of texts by code unit, the same on every machine and in every language. */
export const compareText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
