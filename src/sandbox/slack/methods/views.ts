import { viewProblems } from "../block-kit.ts";
import { type Fields, isFields, parsed, textOf } from "../fields.ts";
import type { State } from "../state.ts";
import type { View } from "../views.ts";
import { ApiRefusal, complaints, type Method, required } from "./method.ts";

/** The largest view in bytes. */
const largest = 250_000;

export const views = {
  "views.open": {
    token: "bot",
    answer: (state, args): Fields => {
      const view = viewOf(args, "modal");
      const exchanged = state.triggers.exchange(required(args, "trigger_id"));
      if ("error" in exchanged) throw new ApiRefusal(exchanged.error);
      unusedExternalId(state, view);
      return shown(state, state.views.open(exchanged.user, view));
    },
  },
  "views.update": {
    token: "bot",
    answer: (state, args): Fields => {
      const view = viewOf(args, "modal");
      const id = textOf(args["view_id"]);
      const externalId = textOf(args["external_id"]);
      if (id === undefined && externalId === undefined) throw new ApiRefusal("invalid_arguments");
      const found = state.views.find(id === undefined ? { externalId: externalId ?? "" } : { id });
      if (!found) throw new ApiRefusal("not_found");
      sameHash(args, found);
      const updated = state.views.update(found.id, view);
      if (!updated) throw new ApiRefusal("not_found");
      return shown(state, updated);
    },
  },
  "views.publish": {
    token: "bot",
    answer: (state, args): Fields => {
      const user = required(args, "user_id");
      if (!state.workspace.users.has(user)) throw new ApiRefusal("user_not_found");
      const view = viewOf(args, "home");
      const before = state.views.home(user);
      if (before) sameHash(args, before);
      return shown(state, state.views.publish(user, view));
    },
  },
} satisfies Record<string, Method>;

function viewOf(args: Fields, type: "modal" | "home"): Fields {
  const given = args["view"];
  const view = typeof given === "string" ? parsed(given) : given;
  if (!isFields(view)) throw new ApiRefusal("invalid_arguments", message("missing required field: view"));
  if (JSON.stringify(view).length > largest) throw new ApiRefusal("view_too_large");
  if (view["type"] !== type) throw new ApiRefusal("invalid_arguments", message(`view must be of type ${type}`));
  const problems = viewProblems(view);
  if (problems.length > 0) throw new ApiRefusal("invalid_arguments", complaints(problems), problems);
  return view;
}

const message = (text: string): Fields => ({ response_metadata: { messages: [`[ERROR] ${text}`] } });

function unusedExternalId(state: State, view: Fields): void {
  const externalId = textOf(view["external_id"]);
  if (externalId !== undefined && state.views.find({ externalId })) throw new ApiRefusal("duplicate_external_id");
}

function sameHash(args: Fields, { hash }: View): void {
  const asked = textOf(args["hash"]);
  if (asked !== undefined && asked !== hash) throw new ApiRefusal("hash_conflict");
}

function shown({ workspace }: State, { id, hash, view }: View): Fields {
  return {
    ok: true,
    view: {
      id,
      team_id: workspace.team.id,
      private_metadata: "",
      callback_id: "",
      external_id: "",
      state: { values: {} },
      clear_on_close: false,
      notify_on_close: false,
      ...view,
      hash,
      root_view_id: id,
      previous_view_id: null,
      app_id: workspace.app.id,
      bot_id: workspace.bot.botId,
    },
  };
}
