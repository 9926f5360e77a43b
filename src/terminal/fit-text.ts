import stringWidth from "string-width";

const segmenter = new Intl.Segmenter();

/** The text cut to so many columns, with an ellipsis where something is missing; the end in `keep` stays. */
export function cutText(text: string, columns: number, keep = ""): string {
  if (stringWidth(text) <= columns) return text;
  const left = columns - stringWidth(keep);
  if (keep !== "" && text.endsWith(keep) && left > 3) return `${cutText(text.slice(0, -keep.length), left)}${keep}`;
  return `${headOf(text, columns - 1).trimEnd()}…`;
}

/** As much of the text as so many columns hold, whole characters only. */
function headOf(text: string, columns: number): string {
  let used = 0;
  let head = "";
  for (const { segment } of segmenter.segment(text)) {
    used += stringWidth(segment);
    if (used > columns) break;
    head += segment;
  }
  return head;
}

/**
 * The text in lines of at most so many columns, broken at blanks. A longer word stays whole, because it may be an id
 * to copy, unless `anywhere` allows to break it.
 */
export function wrapText(text: string, columns: number, anywhere = false): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ").flatMap((each) => (anywhere ? piecesOf(each, columns) : [each]))) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && stringWidth(longer) > columns) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}

function piecesOf(word: string, columns: number): string[] {
  const pieces: string[] = [];
  let rest = word;
  while (stringWidth(rest) > columns) {
    const head = headOf(rest, columns);
    if (head === "") break;
    pieces.push(head);
    rest = rest.slice(head.length);
  }
  return [...pieces, rest];
}
