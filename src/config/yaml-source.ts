import {
  type ErrorCode,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  visit,
  type YAMLError,
} from "yaml";
import type { KeyPath } from "./problems.ts";

type ParsedYaml = ReturnType<typeof parseDocument>;

export interface YamlSource {
  readonly value: unknown;
  /** The line of the key at this path, or of the nearest one above it that is in the file. */
  readonly lineOf: (path: KeyPath) => number | undefined;
}

/** What stops YAML from being read. `at` is "line:column" where it is known. */
export interface YamlFlaw {
  readonly at?: string;
  readonly text: string;
}

// The parser's own messages repeat the source, and the source may hold a secret.
const wordings = {
  ALIAS_PROPS: "an alias (*name) is out of place: put text that begins with * in quotes",
  BAD_ALIAS: "an alias (*name) is out of place: put text that begins with * in quotes",
  BAD_COLLECTION_TYPE: "a tag (!name) does not fit what follows it",
  BAD_DIRECTIVE: "a line that begins with % is no directive of YAML",
  BAD_DQ_ESCAPE: String.raw`an unknown escape: write \\ for a backslash, or use '…' instead of "…"`,
  BAD_INDENT: "the indentation is wrong, or a bracket is not closed",
  BAD_PROP_ORDER: "an anchor (&name) or tag (!name) is out of place: put text that begins with & or ! in quotes",
  BAD_SCALAR_START: "text cannot begin with this character: put it in quotes",
  BLOCK_AS_IMPLICIT_KEY: "a key is out of place: check the indentation, and put text that holds a colon in quotes",
  BLOCK_IN_FLOW: "within { } or [ ], parts are separated by commas",
  DUPLICATE_KEY: "this key is there twice",
  IMPOSSIBLE: "this is not YAML",
  KEY_OVER_1024_CHARS: "a key is longer than 1024 characters",
  MISSING_CHAR: "a quote, comma, colon or dash (-) is missing, or the indentation is wrong",
  MULTILINE_IMPLICIT_KEY: "this is no `key: value`: check the colon and the indentation",
  MULTIPLE_ANCHORS: "an anchor (&name) is out of place: put text that begins with & in quotes",
  MULTIPLE_DOCS: "the file holds several documents (---), and one is expected",
  MULTIPLE_TAGS: "a tag (!name) is out of place: put text that begins with ! in quotes",
  NON_STRING_KEY: "a key must be text",
  RESOURCE_EXHAUSTION: "the nesting is too deep",
  TAB_AS_INDENT: "indent with spaces, not with tabs",
  TAG_RESOLVE_FAILED: "tags (!name) are not known: put text that begins with ! in quotes",
  UNEXPECTED_TOKEN: "this is out of place: put text with special characters in quotes",
} satisfies Record<ErrorCode, string>;

/** One YAML document. The first flaw of syntax is told (others follow from it), but every key that is there twice. */
export function readYaml(text: string): YamlSource | { flaws: readonly YamlFlaw[] } {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    stringKeys: true,
    logLevel: "error",
  });
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { at: `${line}:${col}`, line };
  };
  const errors = [...document.errors, ...document.warnings];
  if (errors.length > 0) {
    const first = errors.find((error) => error.code !== "DUPLICATE_KEY");
    const told = first ? [first] : errors;
    return { flaws: told.map((error) => ({ at: at(error.pos[0]).at, text: wordingOf(error, text) })) };
  }
  if (document.contents === null) return { flaws: [{ text: "the file is empty: it must hold at least engines" }] };
  const alias = aliasFlaw(document);
  if (alias) return { flaws: [{ at: at(alias.offset).at, text: alias.text }] };
  try {
    const value: unknown = document.toJS({ maxAliasCount: 100 });
    return { value, lineOf: (path) => lineOf(document, path, (offset) => at(offset).line) };
  } catch {
    // Aliases are resolved and not circular: what is left is their number.
    return { flaws: [{ text: "aliases (*name) stand for too much text" }] };
  }
}

function wordingOf(error: YAMLError, text: string): string {
  const lineStart = text.lastIndexOf("\n", error.pos[0] - 1) + 1;
  if (error.code === "UNEXPECTED_TOKEN" && text.slice(lineStart, error.pos[0] + 1).endsWith("${")) {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the placeholder as the reader writes it
    return "within { } or [ ], ${…} must be in quotes";
  }
  return wordings[error.code];
}

/** The first alias that names no anchor, or lies within what it names. */
function aliasFlaw(document: ParsedYaml): { offset: number; text: string } | undefined {
  let flaw: { offset: number; text: string } | undefined;
  visit(document, {
    Alias(_key, node, ancestors) {
      const target = node.resolve(document);
      const text =
        target === undefined
          ? "an alias (*name) names no anchor: put text that begins with * in quotes"
          : "an alias (*name) lies within its own anchor";
      if (target !== undefined && !ancestors.some((ancestor) => ancestor === target)) return undefined;
      flaw = { offset: node.range?.[0] ?? 0, text };
      return visit.BREAK;
    },
  });
  return flaw;
}

function lineOf(document: ParsedYaml, path: KeyPath, lineAt: (offset: number) => number): number | undefined {
  let node: unknown = document.contents;
  let line: number | undefined;
  for (const part of path) {
    if (isAlias(node)) node = node.resolve(document);
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && key.value === part);
      if (!pair || !isScalar(pair.key)) break;
      line = lineAt(pair.key.range?.[0] ?? 0);
      node = pair.value;
    } else if (isSeq(node) && typeof part === "number") {
      node = node.items[part];
      if (isMap(node) || isSeq(node) || isScalar(node) || isAlias(node)) line = lineAt(node.range?.[0] ?? 0);
    } else break;
  }
  return line;
}
