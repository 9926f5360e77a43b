import type { FaultFacts, FaultName } from "../../src/core/errors.ts";

/** Every fault, with facts of each shape that its words depend on. */
export const faults: { readonly [N in FaultName]: readonly FaultFacts[N][] } = {
  inputInvalid: [
    { problems: ["limit must be at least 1"] },
    { problems: ["id is missing", "x is not known; did you mean id?"] },
  ],
  inputContradictory: [{ fields: ["state", "endedAfter"], because: "a running instance has no end" }],
  cursorMalformed: [{}],
  cursorOfOtherQuestion: [{}],
  engineUnnamed: [{ engines: ["prod", "test"], what: "The order longestWaiting" }],
  engineUnknown: [
    { engine: "prd", engines: ["prod", "test"] },
    { engine: "to ask", engines: [] },
  ],
  notSupported: [
    { what: "hasIncident=false", engine: "prod", because: "its query can only ask for instances with an incident" },
    { what: "order longestWaiting", engine: "prod", can: ["newest", "oldest"] },
    { what: "the filter rootId", engine: "prod", can: [] },
  ],
  instanceNotFound: [
    {
      id: "4711",
      engine: "prod",
      causes: ["otherEngine", "notPermitted", "notYetExported", "cleanedUp", "historyNotRecorded"],
    },
    { id: "4711", engine: "prod", causes: ["notPermitted"] },
    { id: "4711", engine: "prod", causes: [] },
  ],
  instanceNowhere: [
    { id: "4711", engines: ["prod", "test"], causes: ["notPermitted", "cleanedUp"] },
    { id: "_PI:x", engines: ["prod", "test", "old"], causes: [] },
  ],
  instanceNotChecked: [
    { id: "4711", engines: ["prod", "test"], failed: ["old"] },
    { id: "4711", engines: [], failed: ["prod", "old"] },
  ],
  instanceInSeveral: [{ id: "4711", engines: ["prod", "test"] }],
  linkUnknown: [{ link: "https://elsewhere.example/process/4711" }],
  policyForbids: [{ what: "the filter businessKey", allow: "access.rules[].businessKeys: full" }],
  engineForbids: [
    { engine: "prod", what: "historicInstances", permission: "READ_HISTORY" },
    { engine: "prod", what: "incidents" },
  ],
  historyHidden: [{ engine: "prod", running: 345 }],
  loginRefused: [{ engine: "prod" }],
  loginPage: [{ engine: "prod", location: "https://sso.example/login" }],
  tokenRefused: [
    { engine: "prod", issuer: "https://sso.example", reason: "invalid_client" },
    { engine: "prod", issuer: "https://sso.example", reason: "The client is locked." },
  ],
  configInvalid: [{ where: "lookout.yaml: line 5", problems: ["engines[0].ulr is not known; did you mean url?"] }],
  configMissing: [{}],
  certificateUntrusted: [{ engine: "prod", reason: "SELF_SIGNED_CERT_IN_CHAIN" }],
  unreachable: [{ engine: "prod", url: "https://prod.example/engine-rest", reason: "ECONNREFUSED" }],
  timedOut: [
    { engine: "prod", afterMs: 10_000 },
    { engine: "prod", afterMs: 450 },
  ],
  paused: [
    { engine: "prod", forMs: 4_200 },
    { engine: "prod", forMs: 60_000 },
  ],
  leftOut: [{ engine: "prod" }],
  overloaded: [{ engine: "prod" }, { engine: "prod", retryAfterMs: 30_000 }],
  queueFull: [{ engine: "prod", limit: 64 }],
  notJson: [{ engine: "prod", url: "https://prod.example/version", status: 200, contentType: "text/html" }],
  answerTooLarge: [{ engine: "prod", limitBytes: 10_000_000 }],
  answerCutOff: [{ engine: "prod" }],
  answerUnexpected: [
    { engine: "prod", read: "incidents", problem: "0.id Invalid input: expected string, received number" },
  ],
  engineFault: [
    { engine: "prod", read: "historicInstances", status: 500, type: "ProcessEngineException" },
    { engine: "prod", read: "historicInstances", status: 500 },
  ],
  redirected: [{ engine: "prod", location: "https://prod.example/new" }],
  filterIgnored: [{ engine: "prod", filter: "businessKey" }],
  slackRefused: [{ variable: "SLACK_BOT_TOKEN", reason: "invalid_auth" }],
  slackUnreachable: [{ reason: "unreachable" }],
  cannotListen: [{ address: "127.0.0.1:3000", reason: "in use by another program" }],
  cancelled: [{}],
  internal: [{ detail: "the answer of get_process_instance does not fit its schema" }],
};
