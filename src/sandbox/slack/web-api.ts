import { type Fields, isFields, parsed } from "./fields.ts";
import { appMethods } from "./methods/app.ts";
import { chat } from "./methods/chat.ts";
import { conversations } from "./methods/conversations.ts";
import { ApiRefusal, type Method, needScope } from "./methods/method.ts";
import { people } from "./methods/people.ts";
import { views } from "./methods/views.ts";
import { type ApiCall, remember, type State } from "./state.ts";

/** A request to `/api/…`, as far as the Web API reads it. */
interface ApiRequest {
  readonly method: string;
  readonly query: URLSearchParams;
  readonly contentType: string;
  readonly authorization: string | undefined;
  readonly body: string;
}

export interface WebApi {
  /** What is asked, and by whom; or the error word for a request that cannot be read. */
  read(request: ApiRequest): Asked;
  /** Does it. */
  answer(asked: Asked): Fields;
}

interface Asked {
  readonly method: string;
  readonly args: Fields;
  readonly token: ApiCall["token"];
  readonly unreadable?: string;
}

/** The methods that the double knows, behind Slack's order of checks: method, token, scope, arguments. */
export function webApi(state: State, connectionUrl: () => string): WebApi {
  const methods: Readonly<Record<string, Method>> = {
    ...appMethods(connectionUrl),
    ...chat,
    ...conversations,
    ...people,
    ...views,
  };
  return {
    read: (request) => {
      const args = argumentsOf(request);
      const said = typeof args === "string" ? {} : args;
      const { token, ...others } = said;
      return {
        method: request.method,
        args: others,
        token: tokenKind(state, bearer(request.authorization) ?? (typeof token === "string" ? token : undefined)),
        ...(typeof args === "string" ? { unreadable: args } : {}),
      };
    },
    answer: (asked) => {
      try {
        return answered(state, methods, asked);
      } catch (error) {
        if (!(error instanceof ApiRefusal)) throw error;
        remember(state.refusals, { where: asked.method, error: error.error, problems: error.problems });
        return { ok: false, error: error.error, ...error.more };
      }
    },
  };
}

function answered(state: State, methods: Readonly<Record<string, Method>>, asked: Asked): Fields {
  const { method: name, args, token, unreadable } = asked;
  const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
  if (!method) throw new ApiRefusal("unknown_method", { req_method: name });
  if (unreadable !== undefined) throw new ApiRefusal(unreadable);
  if (token === "none") throw new ApiRefusal("not_authed");
  if (token === "unknown") throw new ApiRefusal("invalid_auth");
  const bad = state.badTokens.get(token);
  if (bad !== undefined) throw new ApiRefusal(bad);
  if (token !== method.token) throw new ApiRefusal("not_allowed_token_type");
  if (method.scope !== undefined) needScope(state, method.scope);
  return method.answer(state, args);
}

function tokenKind({ tokens }: State, token: string | undefined): ApiCall["token"] {
  if (token === undefined || token === "") return "none";
  if (token === tokens.bot) return "bot";
  return token === tokens.app ? "app" : "unknown";
}

const bearer = (authorization: string | undefined) => /^Bearer\s+(.+)$/i.exec(authorization ?? "")?.[1];

/** The arguments, or the error word for a body that cannot be read. */
function argumentsOf({ query, contentType, body }: ApiRequest): Fields | string {
  const asked = Object.fromEntries(query);
  if (body === "") return asked;
  const type = contentType.split(";")[0]?.trim().toLowerCase();
  if (type === "application/x-www-form-urlencoded")
    return { ...asked, ...Object.fromEntries(new URLSearchParams(body)) };
  if (type !== "application/json") return type === "" ? "missing_post_type" : "invalid_post_type";
  const said = parsed(body);
  if (said === undefined) return "invalid_json";
  if (!isFields(said)) return "json_not_object";
  // A token in a JSON body is not looked at: JSON needs the header.
  const { token: _ignored, ...args } = said;
  return { ...asked, ...args };
}
