import { Secret } from "../../src/core/secret.ts";
import type { OAuth } from "../../src/engines/http/settings.ts";
import { json, serve } from "./servers.ts";

export const clientSecret = "s3cret&=";

export function oauth(tokenUrl: string, more: Partial<OAuth> = {}): OAuth {
  return { type: "oauth", tokenUrl, clientId: "look:out", clientSecret: new Secret(clientSecret), ...more };
}

/** An issuer whose tokens are t1, t2 … */
export async function serveIssuer(lifeSeconds: number | undefined = 3600) {
  let given = 0;
  const issuer = await serve((_request, response) => {
    given += 1;
    json(response, {
      access_token: `t${given}`,
      token_type: "Bearer",
      ...(lifeSeconds === 0 ? {} : { expires_in: lifeSeconds }),
    });
  });
  return { ...issuer, tokenUrl: `${issuer.url}/realms/x/token/?tenant=1` };
}
