import { runTool } from "../src/core/tool.ts";
import { tools } from "../tools/index.ts";
import { inWorlds, type World } from "./worlds.ts";

/** Most upstream requests that one of these questions may cost in any engine. */
const limit = 15;

const questions = ({ sandbox, call }: World) => {
  const stuck = { id: sandbox.instances["payment-failed-external-task"] };
  const caller = { id: sandbox.instances["onboarding-failed"] };
  const called = { id: sandbox.instances["onboarding-failed-grandchild"] };
  return {
    "get, stuck instance": () => runTool(tools.get, call(), stuck),
    "get, with variables": () => runTool(tools.get, call(), { ...stuck, include: ["variables"] }),
    "get, incident two calls below": () => runTool(tools.get, call(), caller),
    "get, called by a called instance": () => runTool(tools.get, call(), called),
    "query of 20": () => runTool(tools.query, call(), {}),
    "query of 20, has an incident": () => runTool(tools.query, call(), { hasIncident: true }),
    "query mode=count, 400 instances": () => runTool(tools.query, call(), { mode: "count" }),
    history: () => runTool(tools.history, call(), stuck),
    "history with a call": () => runTool(tools.history, call(), caller),
  };
};

/** How many requests a question costs the engine, once its version is known. Fails when it is more than the limit. */
export async function measureRequests(): Promise<string[]> {
  const worlds = await inWorlds(300, async (world) => {
    const costs: [string, number][] = [];
    for (const [name, ask] of Object.entries(questions(world))) {
      const before = world.sandbox.requests.length;
      await ask();
      costs.push([name, world.sandbox.requests.length - before]);
    }
    return new Map(costs);
  });
  const [first] = worlds.values();
  const row = (name: string, cells: readonly (string | number)[]) =>
    `${name.padEnd(34)} ${cells.map((cell) => String(cell).padStart(12)).join("")}`;
  const lines = [
    row(`requests (limit ${limit})`, [...worlds.keys()]),
    ...[...(first?.keys() ?? [])].map((name) =>
      row(
        name,
        [...worlds.values()].map((costs) => costs.get(name) ?? ""),
      ),
    ),
  ];
  const most = Math.max(...[...worlds.values()].flatMap((costs) => [...costs.values()]));
  if (most > limit) throw new Error(`a question costs ${most} requests\n${lines.join("\n")}`);
  return lines;
}
