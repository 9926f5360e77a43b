import { bpelContracts } from "./bpel.ts";

bpelContracts({
  "sandbox of a Business Flow Manager with a custom text as key": { businessKey: "customText1" },
});
