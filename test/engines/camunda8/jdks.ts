import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, join } from "node:path";

export interface Jdks {
  /** Builds, and runs the storage. */
  readonly storage: string;
  readonly camunda: string;
}

/** Major versions: the storage needs the security manager, which ended with 24; Camunda 8.6 is built for 21. */
const wanted = { storage: [17, 23], camunda: [21, 25] } as const;

/** Two JDK homes (one that is both may serve twice), or one sentence that says what is missing and what to install. */
export function findJdks(): Jdks | { readonly missing: string } {
  const homes = [...new Set(candidates())].flatMap((home) => {
    const version = versionOf(home);
    return version === undefined ? [] : [{ home, version }];
  });
  const inside = ([low, high]: readonly [number, number]): string | undefined =>
    homes
      .filter(({ version }) => version >= low && version <= high)
      .sort((a, b) => a.version - b.version)
      .at(0)?.home;
  const storage = inside(wanted.storage);
  const camunda = inside(wanted.camunda);
  const maven = !spawnSync("mvn", ["--version"]).error;
  if (storage !== undefined && camunda !== undefined && maven) return { storage, camunda };
  const missing = [
    ...(storage === undefined ? ["a JDK 17 to 23 (for OpenSearch)"] : []),
    ...(camunda === undefined ? ["a JDK 21 to 25 (for Camunda)"] : []),
    ...(maven ? [] : ["Maven"]),
  ];
  return {
    missing:
      `To start a real Camunda 8, ${missing.join(" and ")} ${missing.length > 1 ? "are" : "is"} missing: install a JDK 21 ` +
      "or both versions, and Maven 3.8 or newer (Debian and Ubuntu: apt-get install openjdk-21-jdk-headless maven; macOS: " +
      "brew install openjdk@21 maven). JDKs are looked for in JDK_HOMES (paths as in PATH), JAVA_HOME, PATH and the usual folders.",
  };
}

/** In the order in which equal versions are preferred. */
function candidates(): string[] {
  const { JAVA_HOME, JDK_HOMES, PATH = "" } = process.env;
  const below = (folder: string, rest = "") => entries(folder).map((name) => join(folder, name, rest));
  return [
    ...(JDK_HOMES?.split(delimiter) ?? []),
    ...(JAVA_HOME ? [JAVA_HOME] : []),
    ...PATH.split(delimiter).map(dirname),
    ...below("/usr/lib/jvm"),
    ...below("/Library/Java/JavaVirtualMachines", "Contents/Home"),
    ...below(join(homedir(), ".sdkman/candidates/java")),
  ];
}

function entries(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

/** Undefined where there is no JDK: a runtime has no compiler, and a folder of links no `release`. */
function versionOf(home: string): number | undefined {
  try {
    if (!readdirSync(join(home, "bin")).includes("javac")) return undefined;
    const major = /^JAVA_VERSION="(\d+)/m.exec(readFileSync(join(home, "release"), "utf8"))?.[1];
    return major === undefined ? undefined : Number(major);
  } catch {
    return undefined;
  }
}
