import { camunda8Contracts } from "./camunda8-sandboxes.ts";

camunda8Contracts({
  "sandbox of the description of 2024, keys as text": { key: "variable", options: { api: "2024" } },
  "sandbox of the description of 2024, keys as numbers": {
    key: "variable",
    options: { api: "2024", numberKeys: true },
  },
});
