/** What goes wrong in the scripted world, in the words an engine or a worker uses for it. */
import type { Definition } from "./world.ts";

type Failure = { readonly message: string; readonly stackTrace: string };

const unresolved = (expression: string, name: string): Failure =>
  engineFailure(`Unknown property used in expression: \${${expression}}. Cause: Cannot resolve identifier '${name}'`, {
    inner: `org.camunda.bpm.impl.juel.jakarta.el.PropertyNotFoundException: Cannot resolve identifier '${name}'`,
  });

export const ledgerDown = unresolved("ledgerUp ? true : ledgerClient.post(amount)", "ledgerClient");
export const mailDown = unresolved("mailUp ? true : mailClient.send(email)", "mailClient");

export function bureauDown(definition: Definition): Failure {
  const cause = "org.camunda.bpm.impl.juel.jakarta.el.PropertyNotFoundException: Cannot find property bureauClient";
  const where = `while executing activity 'queryBureau' in the process definition with id '${definition.id}'`;
  return engineFailure(`Unable to evaluate script ${where}:${cause}`, { inner: cause });
}

function engineFailure(message: string, { inner }: { readonly inner: string }): Failure {
  const frames = (first: number, count: number) =>
    Array.from({ length: count }, (_, index) => {
      const step = first + index;
      return `\tat org.camunda.bpm.engine.impl.pvm.runtime.operation.Step${step}.execute(Step${step}.java:${40 + step})`;
    });
  const lines = [
    `org.camunda.bpm.engine.ProcessEngineException: ${message}`,
    ...frames(0, 60),
    `Caused by: ${inner}`,
    ...frames(60, 20),
  ];
  return { message, stackTrace: lines.join("\n") };
}

/** The long error text that a worker written in Java would send. */
export const workerTimeout = {
  message: "Payment provider did not answer: Read timed out",
  details: [
    "java.net.SocketTimeoutException: Read timed out after 30000 ms: POST https://payments.example.com/v2/captures",
    ...Array.from({ length: 180 }, (_, i) => `\tat com.example.payments.capture.Step${i}.run(Step${i}.java:${40 + i})`),
    "Caused by: java.io.IOException: connection reset by peer",
    ...Array.from({ length: 60 }, (_, i) => `\tat com.example.http.Channel${i}.read(Channel${i}.java:${100 + i})`),
  ].join("\n"),
} as const;

/** Text that tries to be markup in whatever channel shows it. */
export const hostile = {
  message: '<!channel> *boom* | `rm` "quoted" <https://evil.example|click> & 💥\nsecond line',
  details: `<@U123> \`\`\`${"x".repeat(50)}\`\`\``,
} as const;
