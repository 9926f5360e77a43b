const section = /<!-- begin generated: ([\w-]+) -->\n[\s\S]*?<!-- end generated -->/g;

/** The document with each section between its markers made anew. Throws when document and sections do not go together. */
export function regenerated(text: string, sections: Readonly<Record<string, string>>): string {
  const left = new Set(Object.keys(sections));
  const made = text.replace(section, (_whole, name: string) => {
    const body = sections[name];
    if (body === undefined || !left.delete(name)) throw new Error(`no such section, or twice: ${name}`);
    return `<!-- begin generated: ${name} -->\n${body}\n<!-- end generated -->`;
  });
  if (left.size > 0) throw new Error(`the document has no place for ${[...left].join(", ")}`);
  return made;
}

/** A table of Markdown; a bar in a cell is escaped. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), `|${head.map(() => "---").join("|")}|`, ...rows.map(line)].join("\n");
}

export const code = (text: string) => `\`${text}\``;
