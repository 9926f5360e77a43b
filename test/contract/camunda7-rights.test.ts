import { full, sandboxContracts } from "./sandboxes.ts";

const users = {
  reader: { password: "reader", definitionKeys: ["invoice-approval"] },
  admin: { password: "admin", definitionKeys: "all" },
} as const;

sandboxContracts({
  "sandbox at history level audit": { traits: { ...full, history: "audit" }, options: { historyLevel: "audit" } },
  "sandbox without history": { traits: { ...full, history: "none" }, options: { historyLevel: "none" } },
  "sandbox with rights, as administrator": {
    traits: { ...full, parcels: 0 },
    options: { auth: { users } },
    credentials: { user: "admin", password: "admin" },
  },
  "sandbox with rights, as reader": {
    traits: { ...full, sees: ["invoice-approval"] },
    options: { auth: { users } },
    credentials: { user: "reader", password: "reader" },
  },
});
