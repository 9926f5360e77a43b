/** Patterns of `$like`: `*` is any run of characters, `?` one character; a backslash takes the meaning from what follows. */

type Piece =
  | { readonly kind: "any" }
  | { readonly kind: "one" }
  | { readonly kind: "exact"; readonly character: string };

/** Whether a whole text fits. Takes time in proportion to text times pattern at most, whatever the pattern. */
export function like(pattern: string): (text: string) => boolean {
  const pieces = piecesOf(pattern);
  return (text) => fits([...text], pieces);
}

function piecesOf(pattern: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let escaped = false;
  for (const character of pattern) {
    if (!escaped && character === "\\") {
      escaped = true;
      continue;
    }
    if (escaped || (character !== "*" && character !== "?")) pieces.push({ kind: "exact", character });
    else pieces.push({ kind: character === "*" ? "any" : "one" });
    escaped = false;
  }
  // Nothing follows the last backslash: it stands for itself.
  if (escaped) pieces.push({ kind: "exact", character: "\\" });
  return pieces;
}

function fits(text: readonly string[], pieces: readonly Piece[]): boolean {
  let [at, piece] = [0, 0];
  // Where to go on when what follows the last `*` does not fit: the star takes one character more.
  let retry: { piece: number; at: number } | null = null;
  while (at < text.length) {
    const wanted = pieces[piece];
    if (wanted?.kind === "any") {
      piece += 1;
      retry = { piece, at };
    } else if (wanted && (wanted.kind === "one" || wanted.character === text[at])) {
      piece += 1;
      at += 1;
    } else if (retry) {
      retry = { piece: retry.piece, at: retry.at + 1 };
      ({ piece, at } = retry);
    } else return false;
  }
  return pieces.slice(piece).every(({ kind }) => kind === "any");
}
