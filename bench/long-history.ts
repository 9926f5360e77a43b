import { createServer } from "node:http";
import { z } from "zod";

/** Elements that began in one millisecond, so that pages have to cut through moments. */
const perMoment = 3;
const firstMoment = Date.UTC(2026, 0, 1);
const firstKey = 5n << 51n;
export const instanceKey = String(firstKey);

/** Clusters stop counting there. */
const countedUpTo = 10_000;

const momentOf = (index: number) => firstMoment + Math.floor(index / perMoment);
const keyOf = (index: number) => firstKey + BigInt(index + 1);
/** The first element at this moment or later. */
const indexAt = (moment: number) => Math.max(0, (moment - firstMoment) * perMoment);

const time = z.object({ $gte: z.iso.datetime().optional() }).optional();
const v2Search = z.object({
  filter: z.object({ processInstanceKey: z.string(), startDate: time }),
  page: z.object({ limit: z.int() }),
});
const operateSearch = z.object({
  filter: z.object({ processInstanceKey: z.string() }),
  size: z.int(),
  searchAfter: z.tuple([z.string(), z.string()]).optional(),
});

/** Rows are made as they are asked for: the upstream keeps nothing, so that memory is the lookout's alone. */
function range<T>(from: number, limit: number, total: number, row: (index: number) => T): T[] {
  return Array.from({ length: Math.max(0, Math.min(limit, total - from)) }, (_, offset) => row(from + offset));
}

const v2Instance = {
  processInstanceKey: instanceKey,
  processDefinitionId: "long-runner",
  processDefinitionKey: "7",
  processDefinitionName: "Long runner",
  processDefinitionVersion: 1,
  state: "ACTIVE",
  hasIncident: false,
  startDate: new Date(firstMoment).toISOString(),
  tenantId: "<default>",
};

function v2Answer(path: string, body: string, elements: number): unknown {
  if (path === `/v2/process-instances/${instanceKey}`) return v2Instance;
  const nothing = { items: [], page: { totalItems: 0 } };
  if (path !== "/v2/element-instances/search") return nothing;
  const { filter, page } = v2Search.parse(JSON.parse(body));
  if (filter.processInstanceKey !== instanceKey) return nothing;
  const from = filter.startDate?.$gte === undefined ? 0 : indexAt(Date.parse(filter.startDate.$gte));
  const items = range(from, page.limit, elements, (index) => ({
    elementInstanceKey: String(keyOf(index)),
    processInstanceKey: instanceKey,
    processDefinitionId: "long-runner",
    elementId: "pollPartner",
    elementName: "Poll partner",
    type: "SERVICE_TASK",
    state: "COMPLETED",
    startDate: new Date(momentOf(index)).toISOString(),
    endDate: new Date(momentOf(index) + 250).toISOString(),
    tenantId: "<default>",
  }));
  const matching = elements - from;
  return { items, page: { totalItems: Math.min(matching, countedUpTo), hasMoreTotalItems: matching > countedUpTo } };
}

/** Operate's JSON as text, because its keys are numbers that no double holds. */
function operateAnswer(path: string, body: string, elements: number): string {
  const date = (moment: number) => new Date(moment).toISOString().replace("Z", "+0000");
  if (path === `/v1/process-instances/${instanceKey}`) {
    return `{"key":${instanceKey},"processVersion":1,"bpmnProcessId":"long-runner","startDate":"${date(firstMoment)}","state":"ACTIVE","incident":false,"processDefinitionKey":7,"tenantId":"<default>"}`;
  }
  const nothing = '{"items":[],"total":0}';
  if (path !== "/v1/flownode-instances/search") return nothing;
  const { filter, size, searchAfter } = operateSearch.parse(JSON.parse(body));
  if (filter.processInstanceKey !== instanceKey) return nothing;
  // A position is a moment and a key that none of that moment exceeds.
  const from = searchAfter === undefined ? 0 : indexAt(Number(searchAfter[0]) + 1);
  const items = range(
    from,
    size,
    elements,
    (index) =>
      `{"key":${keyOf(index)},"processInstanceKey":${instanceKey},"processDefinitionKey":7,"startDate":"${date(momentOf(index))}","endDate":"${date(momentOf(index) + 250)}","flowNodeId":"pollPartner","flowNodeName":"Poll partner","type":"SERVICE_TASK","state":"COMPLETED","incident":false,"tenantId":"<default>"}`,
  );
  return `{"items":[${items.join(",")}],"total":${Math.min(elements, countedUpTo)}}`;
}

/** A cluster in this process that has one instance with so many elements. */
export async function startLongHistory(api: "v2" | "operate", elements: number) {
  let requests = 0;
  const server = createServer(async (request, response) => {
    const path = request.url ?? "/";
    let body = "";
    for await (const chunk of request) body += String(chunk);
    requests += 1;
    const answer =
      path === "/v2/topology"
        ? JSON.stringify({ gatewayVersion: api === "v2" ? "8.9.0" : "8.6.0" })
        : api === "v2"
          ? JSON.stringify(v2Answer(path, body, elements))
          : operateAnswer(path, body, elements);
    const isUnknown = api === "operate" && path.startsWith("/v2/process-instances");
    response.writeHead(isUnknown ? 404 : 200, { "content-type": "application/json" });
    response.end(
      isUnknown ? '{"timestamp":"2026-01-01T00:00:00Z","status":404,"error":"Not Found","path":""}' : answer,
    );
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    requests: () => requests,
    close: () => new Promise<void>((done) => server.close(() => done())),
  };
}
