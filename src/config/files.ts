import { createReadStream } from "node:fs";
import { resolve } from "node:path";
import { type KeyPath, type Problem, problemAt } from "./problems.ts";

/** The bytes of a file; it may stop as soon as there are more than `maxBytes`. */
export type ReadFile = (path: string, maxBytes: number) => Promise<Uint8Array>;

const maxFileBytes = 1_000_000;

/** Reads a little more than allowed at most, so that /dev/zero or a log file named by mistake does no harm. */
export const readFileFromDisk: ReadFile = async (path, maxBytes) => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of createReadStream(path, { end: maxBytes })) chunks.push(chunk);
  return Buffer.concat(chunks);
};

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "does not exist",
  ENOTDIR: "does not exist",
  EACCES: "may not be read by this user",
  EPERM: "may not be read by this user",
  EISDIR: "is a folder",
  ERR_ENCODING_INVALID_ENCODED_DATA: "is not UTF-8 text",
};

/** The text of a file, or why there is none, as the end of a sentence that begins with the file. */
export async function readText(readFile: ReadFile, path: string): Promise<{ text: string } | { reason: string }> {
  try {
    const bytes = await readFile(path, maxFileBytes);
    if (bytes.byteLength > maxFileBytes) return { reason: "is larger than 1 MB" };
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    return { reason: reasons[code] ?? `cannot be read${code ? ` (${code})` : ""}` };
  }
}

/** A file that the configuration names. */
export interface NamedFile {
  readonly path: KeyPath;
  readonly file: string;
}

/** Reads the files that a configuration names, relative to its folder, and gathers what is wrong with them. */
export interface NamedFiles {
  /** The text without line breaks at its end; "" when there is a problem. */
  read(path: KeyPath, file: string): Promise<string>;
  readonly files: readonly NamedFile[];
  readonly problems: Problem[];
}

export function createNamedFiles(folder: string, readFile: ReadFile): NamedFiles {
  const files: NamedFile[] = [];
  const problems: Problem[] = [];
  return {
    files,
    problems,
    async read(path, file) {
      const whole = resolve(folder, file);
      files.push({ path, file: whole });
      const found = await readText(readFile, whole);
      const text = "text" in found ? found.text.replace(/[\r\n]+$/, "") : "";
      const reason = "reason" in found ? found.reason : text === "" ? "is empty" : undefined;
      if (reason) problems.push(problemAt(path, `names ${whole}, which ${reason}`));
      return text;
    },
  };
}
