import type { Fields } from "../fields.ts";
import { userObject } from "../workspace.ts";
import { ApiRefusal, type Method, required } from "./method.ts";

export const people = {
  "users.info": {
    token: "bot",
    scope: "users:read",
    answer: ({ workspace }, args): Fields => {
      const user = userObject(workspace, required(args, "user"));
      if (!user) throw new ApiRefusal("user_not_found");
      return { ok: true, user };
    },
  },
  "usergroups.users.list": {
    token: "bot",
    scope: "usergroups:read",
    answer: ({ workspace }, args): Fields => {
      const users = workspace.userGroups.get(required(args, "usergroup"));
      if (!users) throw new ApiRefusal("no_such_subteam");
      return { ok: true, users };
    },
  },
} satisfies Record<string, Method>;
