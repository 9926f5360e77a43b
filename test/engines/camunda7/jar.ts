import { join } from "node:path";
import { builtOnce } from "../built.ts";

/** The application jar of app/. */
export function builtJar(): Promise<string> {
  jar ??= builtOnce({
    name: "camunda7",
    source: join(import.meta.dirname, "app"),
    sources: ["pom.xml", "src"],
    result: "target/app.jar",
  });
  return jar;
}
let jar: Promise<string> | undefined;
