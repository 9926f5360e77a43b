import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { until } from "../until.ts";
import type { RestClient } from "./client.ts";
import { jobsOf } from "./jobs.ts";
import { recordsIn } from "./records.ts";
import { jsonText, type Values } from "./values.ts";

/** Scenario name → key of its process instance. */
export type Scenarios = Record<string, string>;
export interface Start {
  readonly businessKey?: string;
  readonly variables?: Values;
  readonly version?: number;
  /** An element to begin at, instead of the start event. */
  readonly at?: string;
}
export interface Refusal {
  readonly errorCode: string;
  readonly errorMessage?: string;
  readonly variables?: Values;
}

/** Keys are numbers on the wire, and texts where a double would lose digits. */
const key = z.union([z.string(), z.number()]).transform(String);
const created = z.object({ processInstanceKey: key });

/** What a person, a worker or the engine itself does to one process instance. */
export function steps(engine: RestClient, storage: RestClient) {
  const records = recordsIn(storage);
  const jobs = jobsOf(engine);

  async function deploy(...files: readonly string[]): Promise<void> {
    const form = new FormData();
    for (const file of files) {
      const resource = file.replace(/-v\d+\.bpmn$/, ".bpmn");
      form.append("resources", new Blob([await readFile(join(import.meta.dirname, "models", file))]), resource);
    }
    await engine.post("/v2/deployments", form);
  }

  async function start(process: string, { businessKey, variables = {}, version, at }: Start = {}): Promise<string> {
    const keyed = businessKey === undefined ? variables : { businessKey, ...variables };
    const body = jsonText({
      processDefinitionId: process,
      variables: keyed,
      ...(version === undefined ? {} : { processDefinitionVersion: version }),
      ...(at === undefined ? {} : { startInstructions: [{ elementId: at }] }),
    });
    // A new version reaches every partition a little after its deployment was answered.
    const answer = await until(`a start of ${process}`, async () => {
      const { status, text } = await engine.raw("POST", "/v2/process-instances", body);
      if (status === 404) return undefined;
      if (status !== 200) throw new Error(`start of ${process}: ${status} ${text}`);
      return engine.parse(text);
    });
    return created.parse(answer).processInstanceKey;
  }

  const cancel = (instance: string) => engine.post(`/v2/process-instances/${instance}/cancellation`);

  const task = (instance: string) => records.first("user-task", { processInstanceKey: instance });
  async function completeTask(instance: string, variables: Values = {}): Promise<void> {
    await engine.post(`/v2/user-tasks/${(await task(instance)).key}/completion`, { variables });
  }

  async function finishWork(type: string, instance: string, variables: Values = {}): Promise<void> {
    await engine.post(`/v2/jobs/${(await jobs.take(type, instance)).key}/completion`, { variables });
  }
  async function failWork(type: string, instance: string, errorMessage: string, retry?: { left: number; ms: number }) {
    const { key: job } = await jobs.take(type, instance);
    const retries = { retries: retry?.left ?? 0, retryBackOff: retry?.ms ?? 0 };
    await engine.post(`/v2/jobs/${job}/failure`, { errorMessage, ...retries });
    return job;
  }
  async function refuseWork(type: string, instance: string, refusal: Refusal): Promise<void> {
    await engine.post(`/v2/jobs/${(await jobs.take(type, instance)).key}/error`, refusal);
  }

  /** As a worker of the job would have to be told, and then the incident closed. */
  async function retryWork(job: string, instance: string): Promise<void> {
    const incident = await records.first("incident", { processInstanceKey: instance });
    await engine.patch(`/v2/jobs/${job}`, { changeset: { retries: 1 } });
    await engine.post(`/v2/incidents/${incident.key}/resolution`);
  }

  /** Waits for somebody who listens: a message that finds nobody is gone. */
  async function send(name: string, correlationKey: string, instance: string): Promise<void> {
    await records.first("process-message-subscription", { processInstanceKey: instance });
    await engine.post("/v2/messages/publication", { name, correlationKey, timeToLive: 60_000 });
  }

  const child = async (instance: string): Promise<string> =>
    (await records.first("process-instance", { parentProcessInstanceKey: instance, bpmnElementType: "PROCESS" })).key;

  return {
    ...{ deploy, start, cancel, task, completeTask, lock: jobs.take },
    ...{ finishWork, failWork, refuseWork, retryWork, send, child },
  };
}
export type Steps = ReturnType<typeof steps>;
