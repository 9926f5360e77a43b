import { fault } from "../../core/errors.ts";

/** Slashes, backslashes and controls in a path: Tomcat answers them with a page of HTML. No engine of the family makes such ids. */
const refusedByTomcat = /[/\\\u0000-\u001f\u007f]|^\.{1,2}$/;
/** Endpoints that stand where an id does (`/process-instance/count`): words without a digit, which no generated id is. */
const endpointName = /^[a-z-]+$/;

/** Ids are columns of 64 characters; far longer ones do not fit into a request line and are answered with HTML as well. */
const longestId = 64;

export const notFound = (engine: string, id: string, notPermitted: boolean) =>
  fault("instanceNotFound", {
    id,
    engine,
    causes: notPermitted ? ["notPermitted"] : ["otherEngine", "notPermitted", "cleanedUp", "historyNotRecorded"],
  });

/** Throws `instanceNotFound` for an id that would ask for something else than an instance. */
export function assertInstanceId(engine: string, id: string): void {
  if (id.length > longestId || refusedByTomcat.test(id) || endpointName.test(id)) throw notFound(engine, id, false);
}
