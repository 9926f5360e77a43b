import { parsePattern } from "../../src/core/pattern.ts";
import type { FilterInput } from "../../src/core/question.ts";
import type { Subject } from "./subject.ts";

type Question = Partial<FilterInput>;

type VariableAsked = NonNullable<Question["variables"]>[number];
const likeOf = ({ operator, value }: VariableAsked) =>
  operator === "like" && typeof value === "string" ? [value] : [];

const isPattern = (text: string | undefined) => text !== undefined && !("exact" in parsePattern(text));

/** Why this engine cannot be asked so; undefined when it can. */
export async function whyNot({ engine, traits }: Subject, question: Question): Promise<string | undefined> {
  const { filters, states } = await engine.capabilities(new AbortController().signal);
  const undeclared = Object.keys(question)
    .map((name) => (name === "waitingLongerThan" ? "waitingSince" : name))
    .find((name) => !filters.some((known) => known === name));
  if (undeclared) return `${undeclared} is not declared`;
  const asked = [question.state ?? []].flat();
  if (asked.length > 0 && !asked.some((state) => states.includes(state)))
    return `no ${asked.join(", ")} instances here`;
  return beyond(traits.family, question);
}

/** What a declared filter cannot do, in this family. */
function beyond({ lacks, variables }: Subject["traits"]["family"], question: Question): string | undefined {
  const { businessKey, incidentType, attention, hasIncident } = question;
  if (isPattern(businessKey) && lacks.businessKeyWildcards) return lacks.businessKeyWildcards;
  if (isPattern(incidentType) && lacks.incidentTypeWildcards) return lacks.incidentTypeWildcards;
  if (hasIncident === false && lacks.noIncidentQuestion) return lacks.noIncidentQuestion;
  if (attention?.includes("retrying") && lacks.jobs) return lacks.jobs;
  if (attention?.includes("waiting") && lacks.jobs) return lacks.jobs;
  if (attention?.includes("overdue") && lacks.userTasks) return lacks.userTasks;
  const patterns = [businessKey, ...(question.variables ?? []).flatMap(likeOf)];
  if (patterns.some((one) => isPattern(one) && /[%_[]/.test(one ?? "")) && lacks.wildcardsOfOthers) {
    return lacks.wildcardsOfOthers;
  }
  if (question.variables?.some(({ value }) => typeof value !== "string") && lacks.typedVariables) {
    return lacks.typedVariables;
  }
  const strange = question.variables?.find(({ operator = "eq" }) => !variables.operators.includes(operator));
  return strange && `variables cannot be compared by ${strange.operator}`;
}
