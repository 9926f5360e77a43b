import type { Fields } from "../fields.ts";
import type { Method } from "./method.ts";

/** Methods about the app itself. `connectionUrl` makes an address for one more socket. */
export function appMethods(connectionUrl: () => string) {
  return {
    "auth.test": {
      token: "bot",
      answer: ({ workspace: { team, bot, users } }): Fields => ({
        ok: true,
        url: `https://${team.domain}.slack.com/`,
        team: team.domain,
        user: users.get(bot.userId)?.name,
        team_id: team.id,
        user_id: bot.userId,
        bot_id: bot.botId,
        is_enterprise_install: false,
      }),
    },
    "apps.connections.open": { token: "app", answer: (): Fields => ({ ok: true, url: connectionUrl() }) },
  } satisfies Record<string, Method>;
}
