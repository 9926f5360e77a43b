import { bpelContracts } from "./bpel.ts";

bpelContracts({
  "sandbox of a Business Flow Manager with a custom property as key": {
    businessKey: { customProperty: "businessKey" },
  },
});
