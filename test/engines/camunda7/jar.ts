import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { tmpdir, userInfo } from "node:os";
import { join, relative } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const source = join(import.meta.dirname, "app");
const sources = ["pom.xml", "src"];
/** The first build of a machine downloads some 80 MB of packages. */
const buildMinutes = 15;

/** The application jar, built once per content of app/ and kept in the temporary folder of the system. */
export function builtJar(): Promise<string> {
  jar ??= findOrBuild();
  return jar;
}
let jar: Promise<string> | undefined;

async function findOrBuild(): Promise<string> {
  const cache = await cacheFolder();
  const built = join(cache, `camunda7-${await contentHash()}.jar`);
  while (!existsSync(built)) {
    const lock = await takeLock(`${built}.lock`);
    if (!lock) {
      await sleep(250);
      continue;
    }
    try {
      if (!existsSync(built)) await build(cache, built);
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

async function contentHash(): Promise<string> {
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

async function build(cache: string, built: string): Promise<void> {
  const folder = await mkdtemp(join(cache, "build-"));
  for (const name of sources) await cp(join(source, name), join(folder, name), { recursive: true });
  const log = join(folder, "build.log");
  const file = await open(log, "w");
  const maven = spawn("nice", ["mvn", "-B", "-q", "-DskipTests", "package"], {
    cwd: folder,
    stdio: ["ignore", file.fd, file.fd],
    timeout: buildMinutes * 60_000,
  });
  const code = await new Promise<number | null>((done, failed) => maven.on("error", failed).on("close", done));
  await file.close();
  if (code !== 0) throw new Error(`mvn could not build the Camunda 7 application (exit code ${code}, log: ${log})`);
  await rename(join(folder, "target", "app.jar"), built);
  await rm(folder, { recursive: true, force: true });
}
