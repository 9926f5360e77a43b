import type { Engine } from "../../src/core/engine.ts";
import { fault } from "../../src/core/errors.ts";
import type { InstanceRow, ProcessInstance } from "../../src/core/model.ts";
import type { OutputOf } from "../../src/core/tool.ts";
import { query } from "../../tools/query.ts";
import { sample } from "../core/samples.ts";
import { fakeEngine } from "./fake-engine.ts";
import { type askerOf, minutesAgo } from "./world.ts";

export type Answer = OutputOf<typeof query>;
export type Key = Pick<InstanceRow, "engine" | "id" | "startedAt">;

export const keyOf = ({ engine, id, startedAt }: Key) => `${startedAt} ${engine} ${id}`;
export const keysOf = (pages: readonly Answer[]) => pages.flatMap(({ instances = [] }) => instances.map(keyOf));

/** All pages until there is no cursor; `between` is called after each. */
export async function allPages(
  ask: ReturnType<typeof askerOf>,
  question: object,
  between: (page: Answer) => void = () => {},
): Promise<Answer[]> {
  const pages: Answer[] = [];
  for (let cursor: string | undefined; pages.length < 500; ) {
    const page: Answer = await ask(query, { ...question, ...(cursor === undefined ? {} : { cursor }) });
    pages.push(page);
    between(page);
    cursor = page.nextCursor;
    if (cursor === undefined) return pages;
  }
  throw new Error("the pages do not end");
}

/** Rows 1 to `count` of an engine, one minute after another, newest first. */
export const rowsOf = (engine: string, count: number) =>
  Array.from({ length: count }, (_, n) => sample({ engine, id: `${n + 1}`, startedAt: minutesAgo(n + 1) }));

interface Member {
  readonly id: string;
  readonly instances: ProcessInstance[];
  /** Pages that it was asked for. */
  asked: number;
}

/** An engine whose lists may grow between pages, and which fails when it is asked for the time-th time. */
export function member(
  id: string,
  rows: readonly { id: string; minute: number }[],
  dies: number,
  most: number | undefined,
) {
  const instances = [...new Map(rows.map((row) => [row.id, row])).values()].map((row) =>
    sample({ engine: id, id: row.id, startedAt: minutesAgo(row.minute) }),
  );
  const self: Member = { id, instances, asked: 0 };
  const engine: Engine = fakeEngine(id, {
    instances,
    ...(most === undefined ? {} : { most }),
    before: () => {
      self.asked += 1;
      if (self.asked === dies)
        throw fault("unreachable", { engine: id, url: "https://x.example", reason: "ECONNRESET" });
    },
  });
  return { self, engine };
}
