import { everyFilter, full, sandboxContracts } from "./sandboxes.ts";

/** Servers before 7.24 do not know roots, before 7.22 not which job waits before which element. */
const older = { ...full, filters: everyFilter.filter((name) => name !== "rootId" && name !== "elementId") };

sandboxContracts({
  "sandbox of 7.21": { traits: older, options: { version: "7.21.0" } },
  "sandbox of 7.13": { traits: older, options: { version: "7.13.0" } },
});
