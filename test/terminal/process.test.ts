import { execFile, spawn, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";

const entry = fileURLToPath(new URL("./entry.ts", import.meta.url));
const run = promisify(execFile);
const has = (program: string) => spawnSync("which", [program]).status === 0;

/** A shell line in which `lookout` is the test entry. */
function shell(line: string, fleet: string) {
  const script = `lookout() { "${process.execPath}" "${entry}" "$@"; }\nset -o pipefail\n${line}`;
  return run("bash", ["-c", script], { env: { ...process.env, FAKE_FLEET: fleet }, maxBuffer: 64 * 1024 * 1024 });
}

describe("a reader that goes away", () => {
  test.each(["query --all", "query --all --jsonl", "query --limit 100", "query --json --limit 100"])(
    "lookout %s | head -1",
    async (words) => {
      const { stdout, stderr } = await shell(`lookout ${words} | head -1; echo "\${PIPESTATUS[0]}" >&2`, "bulk");
      expect(stdout.split("\n").filter(Boolean)).toHaveLength(1);
      expect(stderr.replace(/^lookout: more rows follow.*\n/m, "")).toBe("0\n");
    },
  );

  test("a pipe that is closed before anything is written", async () => {
    const { stderr } = await shell(`lookout query --all --jsonl | true; echo "\${PIPESTATUS[0]}" >&2`, "bulk");
    expect(stderr).toBe("0\n");
  });
});

test("--all --jsonl writes every row once, one per line", async () => {
  const { stdout, stderr } = await shell("lookout query --all --jsonl", "bulk");
  const ids = stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line).id);
  expect(ids).toHaveLength(2_500);
  expect(new Set(ids).size).toBe(2_500);
  expect(stderr).toBe("");
});

test("a slow reader gets everything", async () => {
  const { stdout } = await shell("lookout query --all --jsonl | (sleep 0.5; wc -l)", "bulk");
  expect(stdout.trim()).toBe("2500");
});

test("an error ends with words, a code and no stack trace", async () => {
  const failed = await shell("lookout query", "down").catch((error: unknown) => error);
  expect(failed).toMatchObject({ code: 3, stdout: "" });
  expect(String(Reflect.get(Object(failed), "stderr"))).toMatch(
    /^lookout: c8-old did not answer in 10 s\.\n {2}next: .+\n$/,
  );
});

test.skipIf(!has("script"))("on a terminal there are colours and a table, in a pipe neither", async () => {
  const command = `"${process.execPath}" "${entry}" query --has-incident`;
  const { stdout } = await run("script", ["-qec", `stty cols 120; ${command}`, "/dev/null"]);
  expect(stdout).toContain("\u001b[31m● stuck");
  expect(stdout).toContain("BUSINESS KEY");
  const piped = await shell("lookout query --has-incident", "one");
  expect(piped.stdout).not.toMatch(/[\u001b●]|BUSINESS/);
});

test.skipIf(!has("script"))("progress is on stderr alone, and only where a person sees it", async () => {
  const command = `"${process.execPath}" "${entry}" query --all --jsonl`;
  const seen = await run("script", ["-qec", `FAKE_FLEET=bulk ${command} > /dev/null`, "/dev/null"]);
  expect(seen.stdout).toMatch(/\d+ instances/);
  expect(seen.stdout).toMatch(/\u001b\[\?25h/);
  const both = await run("script", ["-qec", `FAKE_FLEET=bulk ${command}`, "/dev/null"], { maxBuffer: 8_000_000 });
  expect(both.stdout).not.toMatch(/\d+ instances/);
});

test("an interrupt ends a long listing with 130", async () => {
  const child = spawn(process.execPath, [entry, "query", "--all", "--jsonl", "--limit", "1"], {
    env: { ...process.env, FAKE_FLEET: "slow" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  child.stdout.once("data", () => {
    child.kill("SIGINT");
    child.stdout.resume();
  });
  let err = "";
  child.stderr.on("data", (chunk: Buffer) => {
    err += chunk.toString();
  });
  const code = await new Promise((resolve) => child.once("close", resolve));
  expect({ code, err }).toEqual({ code: 130, err: "lookout: Cancelled.\n" });
});

describe("completion", () => {
  const checks: Record<string, readonly string[]> = {
    bash: ["bash", "-n"],
    zsh: ["zsh", "-n"],
    fish: ["fish", "--no-execute"],
  };
  test.each(["bash", "zsh", "fish", "powershell"])("the script of %s", async (name) => {
    const { stdout } = await shell(`lookout completion ${name}`, "one");
    expect(stdout).toMatch(/complete '?--/);
    const [program, ...words] = checks[name] ?? [];
    if (program && has(program)) expect(spawnSync(program, words, { input: stdout }).status).toBe(0);
  });

  test.each([
    ["''", ["get", "query", "history", "doctor"]],
    ["query --sta", ["--state", "--started-after", "--started-before"]],
    ["query --state ''", ["active", "suspended", "failed"]],
    ["history 1 --kind ''", ["incident", "operation"]],
    ["completion ''", ["bash", "zsh", "fish", "powershell"]],
    ["sandbox --kind ''", ["camunda7", "camunda8", "bpel"]],
    ["sandbox --kind camunda8 --api ''", ["8.8", "8.9", "8.10", "operate"]],
  ])("lookout %s<TAB>", async (words, offered) => {
    const { stdout } = await shell(`lookout complete -- ${words}`, "one");
    const values = stdout.split("\n").map((line) => line.split("\t")[0]);
    expect(values).toEqual(expect.arrayContaining(offered));
  });
});
