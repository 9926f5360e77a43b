/** What can be asked, as the first word of a command. */
export const verbs = ["find", "get", "stuck", "count", "query", "history", "engines", "help"] as const;
export type Verb = (typeof verbs)[number];
