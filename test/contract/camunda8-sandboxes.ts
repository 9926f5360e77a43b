import type { Camunda8Options } from "../../src/engines/camunda8/engine.ts";
import { type Camunda8SandboxOptions, startCamunda8Sandbox } from "../../src/sandbox/camunda8.ts";
import { camunda8Traits, connectTo } from "./camunda8.ts";
import { engineContract } from "./engine.contract.ts";
import { type Running, type Subject, subjectOf, type Traits } from "./subject.ts";
import type { Camunda8Form } from "./vocabulary/camunda8.ts";

const now = Date.UTC(2026, 10, 22, 15, 20);

type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** A way to install a cluster, and what is configured to be its business key. */
export interface Camunda8Variant {
  readonly key: Camunda8Form["key"];
  readonly options: Without<Camunda8SandboxOptions, "now" | "bulk">;
  readonly auth?: Camunda8Options["auth"];
  readonly traits?: Partial<Traits>;
}

const formOf = ({ key, options }: Camunda8Variant): Camunda8Form => ({ api: options.api ?? "8.9", key });

export const traitsOf = (variant: Camunda8Variant): Traits => ({
  ...camunda8Traits(formOf(variant)),
  parcels: 300,
  ties: true,
  ...variant.traits,
});

/** A sandbox that pretends to be a cluster of this kind. */
export async function startVariant(variant: Camunda8Variant): Promise<Running> {
  const { options, auth } = variant;
  const sandbox = await startCamunda8Sandbox({ ...options, now, bulk: traitsOf(variant).parcels ?? 0 });
  return {
    url: sandbox.url,
    scenarios: sandbox.instances,
    now: () => new Date(now),
    close: sandbox.close,
    connect: connectTo(formOf(variant), auth),
  };
}

/** A test before a sandbox of its own. */
export async function inSandbox(variant: Camunda8Variant, test: (subject: Subject) => Promise<void>): Promise<void> {
  const running = await startVariant(variant);
  const subject = subjectOf(traitsOf(variant), running);
  try {
    await test(subject);
  } finally {
    await subject.engine.close();
    await running.close();
  }
}

/** Holds the adapter to its contract before sandboxes that pretend to be installed in these ways. */
export function camunda8Contracts(variants: Readonly<Record<string, Camunda8Variant>>): void {
  for (const [name, variant] of Object.entries(variants)) {
    engineContract(name, traitsOf(variant), () => startVariant(variant));
  }
}
