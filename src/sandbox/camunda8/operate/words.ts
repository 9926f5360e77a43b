/** Words of a text as full-text search sees them: in lower case, with dots and apostrophes inside, without other marks. */

const word = /[\p{L}\p{N}_]+(?:(?:(?<=\p{L})[.'’](?=\p{L})|(?<=\p{N})[.,'](?=\p{N}))[\p{L}\p{N}_]+)*/gu;

export const words = (text: string): readonly string[] => text.toLowerCase().match(word) ?? [];
