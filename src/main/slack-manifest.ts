import { stringify } from "yaml";
import type { ManifestOptions } from "../command-line.ts";
import { fault } from "../core/errors.ts";
import { type ManifestQuestion, manifestOf } from "../slack/manifest.ts";
import { slackSection } from "../slack/settings.ts";

/** `lookout slack manifest`. Throws `inputInvalid` for a command or an address that Slack would refuse. */
export async function printManifest({ command, url }: ManifestOptions): Promise<number> {
  const named = slackSection.shape.command.safeParse(command);
  const problems = [
    ...(named.error?.issues ?? []).map(({ message }) => `--command ${message}`),
    ...(url === undefined ? [] : addressProblems(url)),
  ];
  if (!named.success || problems.length > 0) throw fault("inputInvalid", { problems });
  process.stdout.write(manifestYaml({ command: named.data, url }));
  return 0;
}

/** The manifest as Slack takes it when an app is made "from a manifest". */
export function manifestYaml(question: ManifestQuestion): string {
  const made = "# Made by `lookout slack manifest`. At https://api.slack.com/apps: Create New App, From a manifest.\n";
  return made + stringify(manifestOf(question), { lineWidth: 0 });
}

function addressProblems(text: string): string[] {
  const url = URL.parse(text);
  if (url?.protocol !== "https:") return ["--url must be an address that begins with https://: Slack takes no other"];
  if (url.username || url.password || url.search || url.hash) {
    return ["--url must be an address alone, without a login, a query (?…) or a fragment (#…)"];
  }
  return [];
}
