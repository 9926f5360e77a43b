/** A moment inside words, as an ISO time: each channel writes it as its readers want it. `exact` asks for the seconds and the day. */
interface Instant {
  readonly at: string;
  readonly exact?: true;
}

/** The part of the words that the eye should find first. Plain where a channel cannot show it. */
interface Strong {
  readonly strong: string;
}

/** Words for a person on one line, in pieces that each channel writes in its own form. Text of engines in them is stripped. */
export type Words = readonly (string | Instant | Strong)[];

/** What words say about their subject, for colours and signs beside them; never the only carrier of a meaning. */
export type Tone = "good" | "warning" | "bad" | "dim";

/** The parts that say something, with the separator between them, in as few pieces as can be; none of them is empty. */
export function joinedWords(parts: readonly (Words | string | undefined)[], separator: string): Words {
  const told = parts
    .map((part) => (typeof part === "string" ? [part] : (part ?? [])).filter(saysSomething))
    .filter((words) => words.length > 0);
  return inFewPieces(told.flatMap((words, at) => (at === 0 ? words : [separator, ...words])));
}

function inFewPieces(words: Words): Words {
  const pieces: Words[number][] = [];
  for (const piece of words) {
    const last = pieces.at(-1);
    if (typeof piece === "string" && typeof last === "string") pieces[pieces.length - 1] = last + piece;
    else if (piece !== "") pieces.push(piece);
  }
  return pieces;
}

function saysSomething(piece: Words[number]): boolean {
  if (typeof piece === "string") return piece !== "";
  return "at" in piece || piece.strong !== "";
}
