import { camunda8Contracts } from "./camunda8-sandboxes.ts";

camunda8Contracts({ "sandbox of 8.10": { key: "businessId", options: { api: "8.10" } } });
