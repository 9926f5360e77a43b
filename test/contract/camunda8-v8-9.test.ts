import { camunda8Contracts } from "./camunda8-sandboxes.ts";

camunda8Contracts({ "sandbox of 8.9": { key: "businessId", options: { api: "8.9" } } });
