export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** How one MCP client is told about this server: `text` goes to `where`. */
export interface ClientConfiguration {
  readonly client: string;
  readonly where: string;
  readonly text: string;
}

const serverName = "process-lookout";

/** Ready-made configurations for the usual MCP clients, to be printed or pasted. */
export function clientConfigurations(launch: Launch): readonly ClientConfiguration[] {
  return [
    { client: "Claude Code", where: "a terminal, in the project's folder", text: claudeCode(launch) },
    {
      client: "Claude Desktop",
      where: "claude_desktop_config.json (Settings > Developer > Edit Config)",
      text: json({ mcpServers: { [serverName]: entry(launch) } }),
    },
    {
      client: "VS Code",
      where: ".vscode/mcp.json",
      text: json({ servers: { [serverName]: { type: "stdio", ...entry(launch) } } }),
    },
    {
      client: "Cursor",
      where: ".cursor/mcp.json, or ~/.cursor/mcp.json for all projects",
      text: json({ mcpServers: { [serverName]: entry(launch) } }),
    },
  ];
}

function entry({ command, args, env = {} }: Launch) {
  return { command, args, ...(Object.keys(env).length > 0 ? { env } : {}) };
}

const json = (value: unknown) => JSON.stringify(value, null, 2);

/** `--env` takes every word that follows it up to the next option, so that option must stand before the name (claude-code #62332). */
function claudeCode({ command, args, env = {} }: Launch): string {
  const variables = Object.entries(env).flatMap(([name, value]) => ["--env", `${name}=${value}`]);
  return ["claude", "mcp", "add", ...variables, "--transport", "stdio", serverName, "--", command, ...args]
    .map(shellWord)
    .join(" ");
}

/** A word as a POSIX shell reads it back. */
function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
