/** What the business key is: the engine's own business id (8.9 and later), a variable of the instance, or a tag `name:key`. */
export type KeyField = "businessId" | { readonly variable: string } | { readonly tag: string };
