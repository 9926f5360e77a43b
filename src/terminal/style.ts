import { styleText } from "node:util";
import type { CanAsk } from "../core/askable.ts";
import type { Tone } from "../words/words.ts";

/** How and for whom an answer is written. What depends on the environment is decided in `main`. */
export interface Style {
  readonly colors: boolean;
  /** Columns of the terminal. */
  readonly width: number;
  readonly now: Date;
  /** Whether the terminal shows OSC 8 links. */
  readonly links?: boolean;
  /** IANA zone of the times shown; the system's when absent. */
  readonly timeZone?: string;
  /** How the reader starts the program, for the commands that an answer proposes; `lookout` when absent. */
  readonly command?: string;
  /** Several engines are configured, so proposed commands name theirs. */
  readonly nameEngine?: boolean;
  /** The command that gave this answer, to which a cursor can be added. */
  readonly again?: string;
  /** What the engines of this answer can be asked next; everything when absent. */
  readonly canAsk?: CanAsk;
}

export type Format = Parameters<typeof styleText>[0];

/** The colour of each tone. */
export const toneFormats: Record<Tone, Format> = { good: "green", warning: "yellow", bad: "red", dim: "dim" };

/** The text in a colour, when colours are wanted; colour is never the only carrier of a meaning. */
export function paint(style: Style, format: Format, text: string): string {
  return style.colors && text !== "" ? styleText(format, text, { validateStream: false }) : text;
}

/** The text as a link where the terminal can show one and the address is a plain web address. */
export function linked(style: Style, url: string | undefined, text: string): string {
  const address = style.links ? webAddress(url) : undefined;
  return address === undefined ? text : `\u001b]8;;${address}\u001b\\${text}\u001b]8;;\u001b\\`;
}

/** The address in printable ASCII, or undefined when it is no web address. */
export function webAddress(url: string | undefined): string | undefined {
  if (url === undefined || !URL.canParse(url)) return undefined;
  const { protocol, href } = new URL(url);
  return (protocol === "https:" || protocol === "http:") && /^[\u0021-\u007e]+$/.test(href) ? href : undefined;
}
