import type { webApi } from "@slack/bolt";
import { optionalScopes, scopesOf } from "./directory.ts";
import { commands, purpose } from "./grammar/commands.ts";
import { requestPath } from "./http.ts";

type Manifest = webApi.AppsManifestCreateArguments["manifest"];
type Scopes = NonNullable<NonNullable<Manifest["oauth_config"]>["scopes"]>;

export interface ManifestQuestion {
  /** The slash command, with its slash. */
  readonly command: string;
  /** Where Slack finds the app over HTTP, without the path that the app listens at; absent for Socket Mode. */
  readonly url?: string | undefined;
}

/** What Slack makes the app of: one command, its buttons, and no more rights than the methods need that the app calls. */
export function manifestOf({ command, url }: ManifestQuestion): Manifest {
  const requestUrl = url === undefined ? undefined : requestUrlOf(url);
  return {
    _metadata: { major_version: 1 },
    display_information: { name: "Process Lookout", description: purpose, background_color: "#1f3a4d" },
    features: {
      bot_user: { display_name: "process-lookout", always_online: false },
      slash_commands: [
        {
          command,
          ...(requestUrl === undefined ? {} : { url: requestUrl }),
          description: purpose,
          usage_hint: usageHint(),
          should_escape: false,
        },
      ],
    },
    oauth_config: { scopes: scopes() },
    settings: {
      interactivity: { is_enabled: true, ...(requestUrl === undefined ? {} : { request_url: requestUrl }) },
      org_deploy_enabled: false,
      socket_mode_enabled: requestUrl === undefined,
      token_rotation_enabled: false,
    },
  };
}

/** Who has the whole address at hand may give that as well. */
function requestUrlOf(url: string): string {
  const base = url.replace(/\/+$/, "");
  return base.endsWith(requestPath) ? base : base + requestPath;
}

/** What Slack shows while the command is typed: a key needs no word before it, everything else begins with one. */
function usageHint(): string {
  const { find, ...others } = commands;
  const key = find.usage.replace("[find] ", "").replace("<", "[").replace(">", "]");
  return [key, ...Object.keys(others)].join(" | ");
}

/** Those of the methods; `commands` is the right to have a slash command. */
function scopes(): Scopes {
  const needed = [...new Set(["commands" as const, ...Object.values(scopesOf).flat()])].sort();
  const isOptional = (scope: string) => optionalScopes.some((one) => one === scope);
  return { bot: needed.filter((scope) => !isOptional(scope)), bot_optional: needed.filter(isOptional) };
}
