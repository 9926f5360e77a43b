import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { tmpdir, userInfo } from "node:os";
import { extname, join, relative } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** A Maven project of ours. */
export interface Project {
  readonly name: string;
  /** Its folder; what else lies in it is neither built nor counted. */
  readonly source: string;
  readonly sources: readonly string[];
  /** What the build leaves for us, below its folder. */
  readonly result: string;
  /** The JDK to build with, instead of the one that Maven finds. */
  readonly javaHome?: string;
}

/** The first build of a machine downloads packages: 80 MB for Camunda 7, 350 MB for Camunda 8. */
const buildMinutes = 20;

/** The path of the result, built once per content of the sources and kept in the temporary folder of the system. */
export async function builtOnce(project: Project): Promise<string> {
  const cache = await cacheFolder();
  const built = join(cache, `${project.name}-${await contentHash(project)}${extname(project.result)}`);
  while (!existsSync(built)) {
    const lock = await takeLock(`${built}.lock`);
    if (!lock) {
      await sleep(250);
      continue;
    }
    try {
      if (!existsSync(built)) await build(project, cache, built);
    } finally {
      await rm(lock, { force: true });
    }
  }
  return built;
}

/** What lies in it is executed, so in a temporary folder shared with others it must be our own. */
async function cacheFolder(): Promise<string> {
  const { uid } = userInfo();
  const folder = join(tmpdir(), `process-lookout-engines-${uid}`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if ((await stat(folder)).uid !== uid) throw new Error(`${folder} belongs to another user`);
  return folder;
}

async function contentHash({ source, sources }: Project): Promise<string> {
  const hash = createHash("sha256");
  const files = (await readdir(source, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => relative(source, join(entry.parentPath, entry.name)))
    .filter((path) => sources.some((root) => path === root || path.startsWith(`${root}/`)))
    .sort();
  for (const path of files) hash.update(`${path}\0`).update(await readFile(join(source, path)));
  return hash.digest("hex").slice(0, 16);
}

/**
 * Undefined while another process builds. The lock only saves the double work and two Mavens in one repository: should
 * two builds run all the same, each has its own folder and the last rename wins.
 */
async function takeLock(path: string): Promise<string | undefined> {
  try {
    const file = await open(path, "wx");
    await file.writeFile(String(process.pid));
    await file.close();
    return path;
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  }
  if (await abandoned(path)) await rm(path, { force: true });
  return undefined;
}

async function abandoned(lock: string): Promise<boolean> {
  try {
    if (Date.now() - (await stat(lock)).mtimeMs > buildMinutes * 60_000) return true;
    const pid = Number(await readFile(lock, "utf8"));
    // Signal 0 asks whether the process lives; an empty lock is just being written.
    if (pid > 0) process.kill(pid, 0);
    return false;
  } catch {
    return true; // its process or the file itself is gone
  }
}

async function build({ name, source, sources, result, javaHome }: Project, cache: string, built: string) {
  const folder = await mkdtemp(join(cache, "build-"));
  for (const one of sources) await cp(join(source, one), join(folder, one), { recursive: true });
  const log = join(folder, "build.log");
  const file = await open(log, "w");
  const maven = spawn("nice", ["mvn", "-B", "-q", "-DskipTests", "package"], {
    cwd: folder,
    ...(javaHome === undefined ? {} : { env: { ...process.env, JAVA_HOME: javaHome } }),
    stdio: ["ignore", file.fd, file.fd],
    timeout: buildMinutes * 60_000,
  });
  const kill = () => maven.kill();
  process.once("exit", kill);
  const code = await new Promise<number | null>((done, failed) => maven.on("error", failed).on("close", done));
  process.off("exit", kill);
  await file.close();
  if (code !== 0) {
    throw new Error(`mvn could not build ${name} (exit code ${code}, log: ${log})\n${await lastLines(log)}`);
  }
  await rename(join(folder, result), built);
  await rm(folder, { recursive: true, force: true });
}

/** The end of a log, where the reason usually stands. */
export const lastLines = async (file: string): Promise<string> =>
  (await readFile(file, "utf8").catch(() => "")).split("\n").slice(-20).join("\n");
