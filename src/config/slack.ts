import { Secret } from "../core/secret.ts";
import { isInside } from "../engines/http/address.ts";
import { mayHoldLogin } from "../engines/settings.ts";
import { type SlackConnection, type SlackSection, type SlackSettings, slackSection } from "../slack/settings.ts";
import { createNamedFiles, type ReadFile } from "./files.ts";
import type { Env } from "./placeholders.ts";
import { configFault, type Problem, problemAt } from "./problems.ts";

type Name = "SLACK_BOT_TOKEN" | "SLACK_APP_TOKEN" | "SLACK_SIGNING_SECRET";

/** How Slack's tokens begin, and what each kind is. What is renewed comes first: it holds the beginning of another. */
const kinds = [
  ["xoxe.xoxb-", "a bot token that expires (token rotation), which is not renewed here"],
  ["xoxe.xoxp-", "a user token that expires"],
  ["xoxe-", "a refresh token"],
  ["xoxb-", "a bot token"],
  ["xoxp-", "a user token"],
  ["xapp-", "an app-level token"],
  ["xoxc-", "the token of a browser's session"],
  ["xoxs-", "the token of a browser's session"],
] as const;

/** What is meant by each variable. A signing secret has no beginning of its own. */
const meant = {
  SLACK_BOT_TOKEN: { begins: "xoxb-", what: "the bot token of the installed app" },
  SLACK_APP_TOKEN: { begins: "xapp-", what: "an app-level token with the scope connections:write" },
  SLACK_SIGNING_SECRET: { begins: "", what: "the signing secret of the app" },
} as const satisfies Record<Name, { begins: string; what: string }>;

/** What makes a text something else than the secret that is meant, as the end of a sentence. It is never repeated. */
function secretProblem(name: Name, text: string): string | undefined {
  if (!/^[\x21-\x7e]+$/.test(text) || /["']/.test(text)) {
    return `must be ${meant[name].what} alone, without quotes, spaces or line breaks`;
  }
  const { begins, what } = meant[name];
  const [found, kind] = kinds.find(([beginning]) => text.startsWith(beginning)) ?? [];
  if (found === undefined) return text.startsWith(begins) ? undefined : `must begin with ${begins}, as ${what} does`;
  if (found === begins) return undefined;
  return `must be ${what}${begins && ` (${begins})`}, but begins with ${found} and is ${kind}`;
}

/**
 * The settings of the Slack app: `section` of the file, and from the environment the tokens and what they say about the way
 * to Slack: with an app-level token Socket Mode, without it HTTP. Throws `configInvalid` naming variables.
 */
export async function slackSettings(
  section: SlackSection | undefined,
  env: Env,
  cwd: string,
  readFile: ReadFile,
): Promise<SlackSettings> {
  const files = createNamedFiles(cwd, readFile);
  const problems: Problem[] = [];
  const isSet = (name: Name) => Boolean(env[name] || env[`${name}_FILE`]);

  async function secretOf(name: Name): Promise<Secret> {
    const { [name]: written = "", [`${name}_FILE`]: file = "" } = env;
    if (written && file) {
      problems.push({ path: [], text: `${name} and ${name}_FILE are both set: unset one of them` });
      return new Secret("");
    }
    const text = file ? await files.read([`${name}_FILE`], file) : written;
    const problem = text === "" ? undefined : secretProblem(name, text);
    if (problem) problems.push({ path: [], text: `${file ? `the file of ${name}_FILE` : name} ${problem}` });
    return new Secret(text);
  }

  async function connectionOf(): Promise<SlackConnection> {
    if (isSet("SLACK_APP_TOKEN")) return { mode: "socket", appToken: await secretOf("SLACK_APP_TOKEN") };
    if (!isSet("SLACK_SIGNING_SECRET")) {
      const text = "neither SLACK_APP_TOKEN (for Socket Mode) nor SLACK_SIGNING_SECRET (for HTTP) is set";
      problems.push({ path: [], text });
    }
    return { mode: "http", signingSecret: await secretOf("SLACK_SIGNING_SECRET") };
  }

  if (!isSet("SLACK_BOT_TOKEN")) {
    const { what, begins } = meant.SLACK_BOT_TOKEN;
    problems.push(problemAt(["SLACK_BOT_TOKEN"], `is not set: it is ${what} and begins with ${begins}`));
  }
  const botToken = await secretOf("SLACK_BOT_TOKEN");
  const connection = await connectionOf();
  const { SLACK_API_URL: apiUrl } = env;
  const problem = apiUrl ? addressProblem(apiUrl) : undefined;
  if (problem) problems.push(problemAt(["SLACK_API_URL"], problem));
  const all = [...problems, ...files.problems];
  if (all.length > 0) throw configFault("environment", all);
  return {
    ...(section ?? slackSection.parse({})),
    botToken,
    connection,
    ...(apiUrl ? { apiUrl: new URL(apiUrl).href } : {}),
  };
}

/** What is wrong with the address of a Web API, to which every request takes a token. */
function addressProblem(text: string): string | undefined {
  const url = URL.parse(text);
  if (url?.protocol !== "http:" && url?.protocol !== "https:") {
    return "must be an address that begins with http:// or https://";
  }
  if (mayHoldLogin(text)) return "must not hold a user name or password";
  if (url.search || url.hash) return "must not hold a query (?…) or a fragment (#…): it is the base of the Web API";
  if (url.protocol === "http:" && !isInside(url))
    return "must begin with https://: the tokens could be read on their way";
  return undefined;
}
