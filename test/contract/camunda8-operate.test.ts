import { Secret } from "../../src/core/secret.ts";
import { camunda8Contracts } from "./camunda8-sandboxes.ts";

camunda8Contracts({
  "sandbox of Operate v1": { key: "variable", options: { api: "operate" } },
  "sandbox of Operate v1 with sessions and their tokens": {
    key: "variable",
    options: { api: "operate", auth: { kind: "session", users: { demo: "demo" }, csrf: true } },
    auth: { type: "session", username: "demo", password: new Secret("demo") },
  },
});
