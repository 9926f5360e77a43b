const forms = [
  /^https?:\/\//i,
  // Camunda 7: a UUID.
  /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i,
  // Camunda 8: a key.
  /^\d{16,19}$/,
  // BPEL: `_PI:` and groups of hexadecimal digits.
  /^_[A-Z]+:\S+$/,
];

/** Whether a text can only be the id of an instance or a link to one. Ids may have other forms, which keys may have too. */
export function isCertainId(text: string): boolean {
  return forms.some((form) => form.test(text));
}
