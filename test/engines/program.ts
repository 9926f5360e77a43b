import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

const project = join(import.meta.dirname, "..", "..");

/** The path of the program as it is installed, built from the sources as they are now. */
export async function builtProgram(): Promise<string> {
  await promisify(execFile)(process.execPath, [join(project, "build.ts")], { cwd: project });
  return join(project, "dist", "lookout.js");
}
