import { bpelContracts } from "./bpel.ts";

const users = { monitor: "monitor", clerk: "clerk" };

bpelContracts({
  "sandbox of a Business Flow Manager with a login, as monitor": {
    businessKey: "customText1",
    traits: { parcels: 0 },
    options: { auth: { users } },
    credentials: { user: "monitor", password: "monitor" },
  },
  "sandbox of a Business Flow Manager where the account has work items of one process": {
    businessKey: { customProperty: "businessKey" },
    traits: { sees: ["invoice-approval"] },
    options: { auth: { users, sees: { clerk: ["invoice-approval"] } } },
    credentials: { user: "clerk", password: "clerk" },
  },
});
