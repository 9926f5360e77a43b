/**
 * What the ids of instances look like, by kind of engine.
 * Camunda 7: a UUID, a small number where the engine counts (its DbIdGenerator), or whatever an own generator makes.
 * Camunda 8: a key, whose upper bits hold the partition: from 2^51 on (docs.camunda.io, "Keys").
 * BPEL: `_PI:` and groups of hexadecimal digits; ids of other things (`_AI:`, `_TKI:`) are the same engine's to explain.
 */
export const idForms = {
  camunda7: /^(?!_[A-Z]+:)(?!\d{16,}$)/,
  camunda8: /^\d{16,19}$/,
  bpel: /^_[A-Z]+:/,
} as const satisfies Record<string, RegExp>;
