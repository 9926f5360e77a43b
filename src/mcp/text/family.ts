import type { tools } from "../../../tools/index.ts";
import type { Relative } from "../../core/model.ts";
import type { OutputOf } from "../../core/tool.ts";
import { definitionWords, joined, word } from "./words.ts";

type Got = OutputOf<typeof tools.get>;

const mostCalled = 20;

/** Who called this instance, and whom it called. */
export function familyLines({ instance, parent, root, called, calledTotal }: Got): string[] {
  const isRoot = parent !== undefined && parent.id === root?.id;
  const { id, parentId, rootId } = instance;
  const caller = parent ? `${relativeWords(parent)}${isRoot ? " (root)" : ""}` : parentId ? word(parentId) : undefined;
  const isRootTold = isRoot || rootId === id || (!root && rootId === parentId);
  const top =
    root && root.id !== id && !isRoot ? relativeWords(root) : !isRootTold && rootId ? word(rootId) : undefined;
  const total = calledTotal ?? called.length;
  const lines = called.slice(0, mostCalled).map((one) => `Called ${relativeWords(one)}`);
  return [
    ...(caller ? [`Called by ${caller}`] : []),
    ...(top ? [`Root: ${top}`] : []),
    ...lines,
    ...(total > lines.length
      ? [`and ${total - lines.length} more called instances: query_process_instances with parentId = this id`]
      : []),
  ];
}

/**
 * How the answer speaks of an instance that this one called: by its id, which costs 28 tokens, or without when there is
 * only one and its id stands in its own line.
 */
export function calledWords({ called, calledTotal }: Got): (id: string) => string {
  const [only, ...others] = called;
  const isOnly = only !== undefined && others.length === 0 && (calledTotal ?? 1) <= 1;
  return (id) => (isOnly && id === only.id ? "the called instance" : `called instance ${word(id)}`);
}

function relativeWords({ id, definition, businessKey, state }: Relative): string {
  return joined(
    [
      definition ? definitionWords(definition) : undefined,
      businessKey ? word(businessKey) : undefined,
      word(id),
      state,
    ],
    " ",
  );
}
