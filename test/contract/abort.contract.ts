import { createServer } from "node:http";
import { describe, expect, it } from "vitest";
import { startFront } from "./front.ts";
import { asking, refusalOf, type Subject } from "./subject.ts";

/** Whoever stops asking is let go. */
export function abortContract(subject: () => Subject): void {
  const unknown = () => subject().traits.family.ids.unknown;
  const questions = {
    get: (ask: ReturnType<typeof asking>) => ask.get({ id: unknown() }),
    "a list": (ask: ReturnType<typeof asking>) => ask.query({}),
    "a count": (ask: ReturnType<typeof asking>) => ask.query({ mode: "count" }),
    "what needs a person": (ask: ReturnType<typeof asking>) =>
      ask.query({ attention: [subject().traits.family.lacks.userTasks ? "incident" : "overdue"] }),
    history: (ask: ReturnType<typeof asking>) => ask.history({ id: unknown() }),
  };

  describe.for(Object.entries(questions))("%s", ([, question]) => {
    it("is cancelled before it begins, and sends nothing", async () => {
      const front = await startFront(subject().url);
      const engine = subject().connect(front.url);
      const refusal = await refusalOf(question(asking({ engine, now: subject().now }, undefined, AbortSignal.abort())));
      expect(refusal.kind).toBe("cancelled");
      expect(front.requests).toEqual([]);
      await engine.close();
      await front.close();
    });

    it.for([0, 1])("is cancelled while the engine does not answer, %i answers in", async (answers) => {
      const controller = new AbortController();
      const front = await startFront(subject().url, (_passing, pass) => {
        // The adapter's deadline is far away: without the abort this test would run into its own.
        if (front.requests.length <= answers) pass();
        else controller.abort();
      });
      const engine = subject().connect(front.url, 100_000);
      const refusal = await refusalOf(question(asking({ engine, now: subject().now }, undefined, controller.signal)));
      expect(refusal.kind).toBe("cancelled");
      await engine.close();
      await front.close();
    });
  });

  it("a closed adapter ends what is under way", async () => {
    const arrived = Promise.withResolvers<void>();
    const server = createServer(() => arrived.resolve());
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const address = server.address();
    const port = typeof address === "object" && address ? address.port : 0;
    const engine = subject().connect(`http://127.0.0.1:${port}${new URL(subject().url).pathname}`, 100_000);
    const refused = refusalOf(asking({ engine, now: subject().now }).query({}));
    await arrived.promise;
    await engine.close();
    expect((await refused).kind).toBe("cancelled");
    server.close();
    server.closeAllConnections();
  });
}
