import { everyFilter, full, sandboxContracts } from "./sandboxes.ts";

sandboxContracts({
  sandbox: { traits: { ...full, filters: everyFilter } },
  "sandbox of Operaton in another time zone": { traits: full, options: { flavor: "operaton", utcOffset: "+0200" } },
  "sandbox of CIB seven": { traits: full, options: { flavor: "cibseven", errorMapper: "json" } },
});
