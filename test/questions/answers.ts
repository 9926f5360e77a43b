import { abnormal, fault, key, longest, messages, overview, person, stuck, versions } from "./answers-of-many.ts";
import { family, history, passed, waiting, where } from "./answers-of-one.ts";
import type { Case } from "./cases.ts";
import type { QuestionName } from "./questions.ts";

/** What the answers must say of the scripted world. */
export const cases: Readonly<Record<QuestionName, readonly Case[]>> = {
  where,
  waiting,
  key,
  everyEngine: key,
  stuck,
  overview,
  history,
  passed,
  abnormal,
  longest,
  family,
  message: messages,
  person,
  versions,
  fault,
};
