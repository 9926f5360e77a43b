import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { until } from "../until.ts";
import type { RestClient } from "./client.ts";
import { type Values, workerTrace } from "./values.ts";

const row = z.looseObject({ id: z.string() });
type Row = z.infer<typeof row>;
const worker = { workerId: "seed-worker" };

/** Scenario name → id of its process instance. */
export type Scenarios = Record<string, string>;
export type Start = { businessKey?: string | undefined; variables?: Values; tenant?: string; version?: number };

/** What a person, a worker or the engine itself does to one process instance. */
export function steps(engine: RestClient) {
  /** Always with a limit, so that engines with queryMaxResultsLimit answer too. */
  const list = async (path: string): Promise<Row[]> => z.array(row).parse(await engine.get(`${path}&maxResults=50`));
  const first = async (path: string): Promise<Row | undefined> => (await list(path))[0];
  const awaited = (what: string, path: string): Promise<Row> => until(what, () => first(path));

  async function deploy(name: string, file: string, tenant?: string): Promise<void> {
    const form = new FormData();
    form.set("deployment-name", name);
    form.set("deployment-source", "seed");
    form.set("enable-duplicate-filtering", "true");
    if (tenant) form.set("tenant-id", tenant);
    const resource = file.replace(/-v\d+\.bpmn$/, ".bpmn");
    form.set(resource, new Blob([await readFile(join(import.meta.dirname, "models", file))]), resource);
    await engine.post("/deployment/create", form);
  }

  async function start(key: string, { businessKey, variables = {}, tenant, version }: Start = {}): Promise<string> {
    let path = `/process-definition/key/${key}${tenant ? `/tenant-id/${tenant}` : ""}/start`;
    if (version !== undefined) {
      const query = `/process-definition?key=${key}&version=${version}&withoutTenantId=true`;
      path = `/process-definition/${encodeURIComponent((await awaited(`version ${version}`, query)).id)}/start`;
    }
    return row.parse(await engine.post(path, { businessKey, variables })).id;
  }

  const task = (instance: string) => awaited("a user task", `/task?processInstanceId=${instance}`);
  const completeTask = async (instance: string, variables: Values = {}): Promise<void> => {
    await engine.post(`/task/${(await task(instance)).id}/complete`, { variables });
  };

  /** Locks the external task of one instance, as a worker would. */
  async function lock(topic: string, instance: string, lockDuration = 60_000): Promise<string> {
    const { id } = await awaited("work", `/external-task?processInstanceId=${instance}&topicName=${topic}`);
    await engine.post(`/external-task/${id}/lock`, { ...worker, lockDuration });
    return id;
  }

  type Failure = { errorMessage: string; errorDetails: string };
  const timedOut: Failure = {
    errorMessage: "Payment provider did not answer: Read timed out",
    errorDetails: workerTrace,
  };
  async function failWork(topic: string, instance: string, failure = timedOut): Promise<string> {
    const id = await lock(topic, instance);
    await engine.post(`/external-task/${id}/failure`, { ...worker, ...failure, retries: 0, retryTimeout: 0 });
    return id;
  }
  const finishWork = async (topic: string, instance: string, variables: Values = {}): Promise<void> => {
    await engine.post(`/external-task/${await lock(topic, instance)}/complete`, { ...worker, variables });
  };
  const refuseWork = async (topic: string, instance: string, error: { errorCode: string; errorMessage?: string }) => {
    await engine.post(`/external-task/${await lock(topic, instance)}/bpmnError`, { ...worker, ...error });
  };

  const job = (instance: string, filter = "") => awaited("a job", `/job?processInstanceId=${instance}${filter}`);
  const incident = (instance: string) => awaited("an incident", `/incident?processInstanceId=${instance}`);
  const child = (instance: string) => awaited("a child", `/process-instance?superProcessInstance=${instance}`);
  const ended = (instance: string): Promise<true> =>
    until(`the end of ${instance}`, async () => {
      const { status } = await engine.raw("GET", `/process-instance/${instance}`);
      return status === 404 ? true : undefined;
    });

  return {
    ...{ deploy, start, list, task, completeTask, job },
    ...{ lock, failWork, finishWork, refuseWork, incident, child, ended },
  };
}
export type Steps = ReturnType<typeof steps>;
