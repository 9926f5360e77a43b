import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Camunda8Variant, startVariant, traitsOf } from "./camunda8-sandboxes.ts";
import { type Interpreter, startInterpreter } from "./interpreter.ts";
import { asking, type Subject, subjectOf } from "./subject.ts";

/** Every text of digits in an answer, with where it stands. */
function keysIn(value: unknown, path = ""): (readonly [path: string, key: string])[] {
  if (typeof value === "string") return /^\d{16,19}$/.test(value) ? [[path, value]] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    keysIn(inner, Array.isArray(value) ? path : path ? `${path}.${name}` : name),
  );
}

const beyondDouble = (key: string) => BigInt(key) > 2n ** 53n;

const variants: Readonly<Record<string, Camunda8Variant>> = {
  "8.9": { key: "businessId", options: { api: "8.9" } },
  "8.8": { key: "variable", options: { api: "8.8" } },
  "the description of 2024, keys as text": { key: "variable", options: { api: "2024" } },
  "the description of 2024, keys as numbers": { key: "variable", options: { api: "2024", numberKeys: true } },
  "Operate v1": { key: "variable", options: { api: "operate" } },
};

/** Keys of partition 4 and above exceed what a double holds: one digit wrong is another instance, or none. */
describe.for(Object.entries(variants))("keys beyond 2^53 of %s", ([, variant]) => {
  let subject: Subject;
  let cluster: Interpreter;
  beforeAll(async () => {
    const running = await startVariant(variant);
    cluster = await startInterpreter(running.url);
    subject = subjectOf(traitsOf(variant), { ...running, url: cluster.url });
    return async () => {
      await running.close();
    };
  });
  afterAll(async () => {
    await subject.engine.close();
    cluster.close();
  });
  const beyond = () => Object.entries(subject.scenarios).filter(([, key]) => beyondDouble(key));

  it("an instance is found by each of them, and says so", async () => {
    expect(beyond().length).toBeGreaterThan(5);
    for (const [label, key] of beyond()) {
      const { instance } = await asking(subject).get({ id: key });
      expect(instance.id, label).toBe(key);
      expect(instance.url?.endsWith(key), label).toBe(true);
      expect((await asking(subject).get({ id: instance.url ?? "" })).instance.id, label).toBe(key);
      expect((await asking(subject).history({ id: key })).instance.id, label).toBe(key);
    }
  });

  it("the key beside it, which a double cannot tell from it, is another instance or none", async () => {
    for (const [label, key] of beyond()) {
      for (const beside of [BigInt(key) - 1n, BigInt(key) + 1n]) {
        const found = await asking(subject)
          .get({ id: String(beside) })
          .catch(() => undefined);
        if (found) expect(found.instance.id, label).toBe(String(beside));
      }
    }
  });

  it("whatever an answer names stands digit by digit in what the cluster said", async () => {
    const { eventKinds } = await subject.engine.capabilities(new AbortController().signal);
    const ask = asking(subject);
    const answers: unknown[] = [await ask.query({ limit: 50 }), await ask.query({ mode: "count" })];
    for (const [, id] of Object.entries(subject.scenarios)) {
      answers.push(await ask.get({ id, include: ["variables", "incidentsResolved"] }));
      answers.push(await ask.history({ id, kinds: [...eventKinds], limit: 200 }));
    }
    const spoken = cluster.said.join("\n");
    const found = answers.flatMap((answer) => keysIn(answer));
    for (const [path, key] of found.filter(([where]) => !where.startsWith("variables.value"))) {
      expect(spoken.match(new RegExp(`(?<!\\d)${key}(?!\\d)`)), `${path} ${key}`).not.toBeNull();
    }
    const places = new Set(found.filter(([, key]) => beyondDouble(key)).map(([path]) => path));
    expect([...places]).toEqual(
      expect.arrayContaining([
        "instances.id",
        "instance.id",
        "instance.rootId",
        "waitingAt.element.elementInstanceId",
        "incidents.id",
        "incidents.instanceId",
        "events.id",
        "events.element.elementInstanceId",
        "variables.elementInstanceId",
      ]),
    );
  });

  it("families are named by the very keys of their members", async () => {
    const families = ["onboarding-failed", "onboarding-manual", "onboarding-withdrawn", "onboarding-completed"];
    for (const name of families) {
      const [id, childId, grandchildId] = [name, `${name}-child`, `${name}-grandchild`].map(subject.idOf);
      const root = await asking(subject).get({ id: id ?? "" });
      expect(root.called.map((one) => one.id)).toEqual([childId]);
      const grandchild = await asking(subject).get({ id: grandchildId ?? "" });
      expect(grandchild).toMatchObject({ instance: { parentId: childId, rootId: id }, root: { id } });
      const { events } = await asking(subject).history({ id: id ?? "" });
      expect(events.flatMap(({ calledId }) => calledId ?? [])).toEqual([childId]);
      const { instances = [] } = await asking(subject).query({ parentId: childId ?? "" });
      expect(instances.map((row) => row.id)).toEqual([grandchildId]);
    }
  });
});
