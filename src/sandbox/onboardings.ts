/** Onboardings: three levels of processes, failures that climb them, interruption from above. */
import { bureauDown } from "./failures.ts";
import {
  begin,
  cancel,
  day,
  end,
  enter,
  finish,
  hour,
  leave,
  minute,
  pass,
  type Story,
  second,
  setVariable,
} from "./story.ts";
import { text } from "./values.ts";
import { assignToGroup, awaitMessage, fail, schedule, succeed } from "./work.ts";
import type { ElementInstance, Instance } from "./world.ts";

type Family = {
  readonly onboarding: Instance;
  readonly check: Instance;
  readonly request: Instance;
  readonly creditCheck: ElementInstance;
  readonly askBureau: ElementInstance;
};

export function tellOnboardings(story: Story): void {
  const { now } = story;
  tellFailed(story, family(story, "onboarding-failed", "CUSTOMER 5001", "broken", now - 8 * hour));
  lookUpByHand(story, family(story, "onboarding-manual", "CUSTOMER 5002", "manual", now - 9 * hour));
  tellWithdrawn(story, family(story, "onboarding-withdrawn", "CUSTOMER 5003", "manual", now - 4 * day));
  tellCompleted(story, family(story, "onboarding-completed", "CUSTOMER 5004", "online", now - 5 * day));
}

function family(story: Story, scenario: string, businessKey: string, bureau: string, at: number): Family {
  const variables = { customerNumber: text(businessKey.replace("CUSTOMER ", "")), bureau: text(bureau) };
  const onboarding = begin(story, scenario, "customer-onboarding", { at, businessKey, variables });
  const creditCheck = enter(story, onboarding, "creditCheck", at + 9);
  awaitMessage(story, creditCheck, "customer-withdrew", "customerWithdrew");
  const check = begin(story, `${scenario}-child`, "credit-check", {
    at: at + 16,
    businessKey,
    variables,
    caller: creditCheck,
  });
  const askBureau = enter(story, check, "askBureau", at + 17);
  const request = begin(story, `${scenario}-grandchild`, "bureau-request", {
    at: at + 20,
    variables,
    caller: askBureau,
  });
  pass(story, request, "how", at + 20);
  return { onboarding, check, request, creditCheck, askBureau };
}

function tellFailed(story: Story, { request }: Family): void {
  const job = schedule(story, request, "queryBureau", request.startedAt, { retries: 1 });
  fail(story, job, bureauDown(request.definition), request.startedAt + 47);
}

function lookUpByHand(story: Story, { request }: Family): void {
  assignToGroup(story, enter(story, request, "lookUpByHand", request.startedAt), { group: "risk" });
}

function tellWithdrawn(story: Story, all: Family): void {
  lookUpByHand(story, all);
  const at = all.request.startedAt + 3 * hour + 12 * minute;
  const reason = "Cancel scope activity Activity(customerWithdrew) executed.";
  end(story, all.request, at, "interrupted", reason);
  end(story, all.check, at + 8, "interrupted", reason);
  cancel(all.creditCheck, at + 9);
  pass(story, all.onboarding, "customerWithdrew", at + 10);
  finish(story, all.onboarding, "withdrawn", at + 10);
}

function tellCompleted(story: Story, { onboarding, check, request, creditCheck, askBureau }: Family): void {
  const at = request.startedAt + second;
  succeed(story, schedule(story, request, "queryBureau", request.startedAt, { retries: 1 }), at);
  setVariable(story, request, "rating", text("AA"), at);
  finish(story, request, "answered", at);
  leave(askBureau, at + 1);
  setVariable(story, check, "rating", text("AA"), at + 1);
  finish(story, check, "checked", at + 1);
  leave(creditCheck, at + 2);
  setVariable(story, onboarding, "rating", text("AA"), at + 2);
  finish(story, onboarding, "welcomed", at + 2);
}
