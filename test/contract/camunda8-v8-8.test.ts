import { camunda8Contracts } from "./camunda8-sandboxes.ts";

camunda8Contracts({
  "sandbox of 8.8 with a variable as key": { key: "variable", options: { api: "8.8" } },
  "sandbox of 8.8 with a tag as key": { key: "tag", options: { api: "8.8" } },
});
