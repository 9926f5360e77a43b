// Starts a real Camunda 8.6, fills it, and keeps it until it is interrupted: for many runs of the tests against one cluster.
import { setTimeout as sleep } from "node:timers/promises";
import { command } from "../command.ts";
import { prepare } from "./prepare.ts";

const aDay = 86_400_000;

await command(async () => {
  const environment = await prepare(() => {});
  const words = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
  console.log(`${words.join(" ")} npm run test:camunda8`);
  await sleep(aDay);
  return 0;
});
