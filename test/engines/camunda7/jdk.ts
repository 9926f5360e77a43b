import { spawnSync } from "node:child_process";
import { join } from "node:path";

const oldestJava = 17;

/** The tools of JAVA_HOME where it is set, as Maven itself chooses them. */
const ofJdk = (tool: string): string => {
  const { JAVA_HOME } = process.env;
  return JAVA_HOME ? join(JAVA_HOME, "bin", tool) : tool;
};

export const javaCommand = (): string => ofJdk("java");

/** What the command prints, or undefined where it cannot be run. */
function output(command: string, args: readonly string[]): string | undefined {
  const { error, status, stdout, stderr } = spawnSync(command, args, { encoding: "utf8" });
  return error || status !== 0 ? undefined : stdout + stderr;
}

/** "javac 17.0.15" is 17; "javac 1.8.0_432" is 8. */
function majorVersion(text: string): number {
  const [, first, second] = /(\d+)(?:\.(\d+))?/.exec(text) ?? [];
  return Number(first === "1" ? second : first);
}

/** One sentence that says what is missing and what to install; undefined where a real engine can be started. */
export function missingTools(): string | undefined {
  const missing: string[] = [];
  // javac rather than java: a runtime without compiler builds nothing, and both come with every JDK.
  const compiler = output(ofJdk("javac"), ["-version"]);
  if (compiler === undefined || output(javaCommand(), ["-version"]) === undefined) missing.push("a JDK");
  else if (!(majorVersion(compiler) >= oldestJava)) missing.push(`a newer JDK than ${compiler.trim()}`);
  // Only whether it can be run: without a JDK it would fail as well.
  if (spawnSync("mvn", ["--version"]).error) missing.push("Maven");
  if (missing.length === 0) return undefined;
  return (
    `To start a real Camunda 7, ${missing.join(" and ")} ${missing.length > 1 ? "are" : "is"} missing: install JDK ${oldestJava} or newer and Maven 3.8 ` +
    "or newer (Debian and Ubuntu: apt-get install openjdk-17-jdk-headless maven; macOS: brew install openjdk maven), " +
    "with java, javac and mvn in the PATH."
  );
}
