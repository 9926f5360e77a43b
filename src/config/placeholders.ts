import { type KeyPath, type Problem, problemAt } from "./problems.ts";

export type Env = Readonly<Record<string, string | undefined>>;

/** `$${` is a literal `${`; `${NAME}` is a variable; any other `${` is a mistake. */
const placeholder = /\$\$\{|\$\{([A-Za-z_][A-Za-z0-9_]*)\}|\$\{/g;

const maxDepth = 32;

export interface Filled {
  readonly value: unknown;
  readonly problems: readonly Problem[];
  /** Names of the variables that were used. */
  readonly used: ReadonlySet<string>;
}

/** Puts environment variables where `${NAME}` stands in a text of the configuration. What they hold is not looked at again. */
export function fillPlaceholders(value: unknown, env: Env): Filled {
  const problems: Problem[] = [];
  const used = new Set<string>();

  const fillText = (text: string, path: KeyPath) =>
    text.replace(placeholder, (found: string, name: string | undefined) => {
      if (found === "$${") return "${";
      if (name === undefined) {
        problems.push(
          problemAt(path, `holds \${ without the name of an environment variable and }; $\${ is a literal \${`),
        );
        return found;
      }
      used.add(name);
      const held = env[name];
      if (!held) {
        const state = held === undefined ? "not set" : "empty";
        problems.push(problemAt(path, `names the environment variable ${name}, which is ${state}`));
      }
      return held ?? "";
    });

  const fill = (part: unknown, path: KeyPath): unknown => {
    if (typeof part === "string") return fillText(part, path);
    if (typeof part !== "object" || part === null) return part;
    if (path.length > maxDepth) {
      problems.push(problemAt(path.slice(0, 1), "is nested too deeply"));
      return null;
    }
    if (Array.isArray(part)) return part.map((item, index) => fill(item, [...path, index]));
    return Object.fromEntries(Object.entries(part).map(([key, held]) => [key, fill(held, [...path, key])]));
  };

  return { value: fill(value, []), problems, used };
}
