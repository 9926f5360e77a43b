import { blockProblems, type Problem } from "./block-kit.ts";
import { type Fields, isFields, isList, parsed } from "./fields.ts";
import type { Content } from "./messages.ts";

/** Why Slack does not take what a message is to say. */
export interface ContentRefusal {
  readonly error: string;
  readonly problems: readonly Problem[];
}

/** How many characters of text the blocks of one message may have; Slack documents none and refuses somewhat above it. */
const mostBlockText = 13_000;

/** The content that arguments describe, or why it is refused. */
export function contentOf(args: Fields, refusedTypes: ReadonlySet<string>): Content | ContentRefusal {
  const blocks = listArgument(args["blocks"]);
  if (blocks === "unreadable") return refused("invalid_blocks_format");
  const attachments = listArgument(args["attachments"]);
  if (attachments === "unreadable") return refused("invalid_attachments");
  const metadata = metadataOf(args["metadata"]);
  if (typeof metadata === "string") return refused(metadata);
  const text = typeof args["text"] === "string" ? args["text"] : "";
  if (text === "" && !blocks?.length && !attachments?.length) return refused("no_text");
  const problems = blocks ? [...blockProblems({ blocks }), ...unsupported(blocks, refusedTypes)] : [];
  if (problems.some(({ code }) => code === "only_one_table_allowed")) return { error: "invalid_attachments", problems };
  if (problems.length > 0) return { error: "invalid_blocks", problems };
  if (blocks && blockText(blocks) > mostBlockText) return refused("msg_blocks_too_long");
  return {
    text,
    ...(blocks ? { blocks } : {}),
    ...(attachments ? { attachments } : {}),
    ...(metadata ? { metadata } : {}),
  };
}

export function isRefusal(content: Content | ContentRefusal): content is ContentRefusal {
  return "error" in content;
}

const refused = (error: string): ContentRefusal => ({ error, problems: [] });

/** A list as JSON, or as text that says JSON, which is what forms carry. */
function listArgument(value: unknown): readonly unknown[] | undefined | "unreadable" {
  if (value === undefined || value === null || value === "") return undefined;
  const list = typeof value === "string" ? parsed(value) : value;
  return isList(list) ? list : "unreadable";
}

/** The metadata, or the word for what is wrong with it. An empty object stands for none, also in the place of some. */
function metadataOf(value: unknown): Fields | undefined | "invalid_metadata_format" | "invalid_metadata_schema" {
  if (value === undefined || value === null || value === "") return undefined;
  const metadata = typeof value === "string" ? parsed(value) : value;
  if (!isFields(metadata)) return "invalid_metadata_format";
  if (Object.keys(metadata).length === 0) return metadata;
  const { event_type: type, event_payload: payload } = metadata;
  return typeof type === "string" && type !== "" && isFields(payload) ? metadata : "invalid_metadata_schema";
}

/** Types that this workspace does not take, wherever they stand. */
function unsupported(value: unknown, types: ReadonlySet<string>, pointer = "/blocks"): readonly Problem[] {
  if (types.size === 0) return [];
  if (isList(value)) return value.flatMap((one, place) => unsupported(one, types, `${pointer}/${place}`));
  if (!isFields(value)) return [];
  const { type } = value;
  if (typeof type === "string" && types.has(type)) {
    return [{ pointer: `${pointer}/type`, code: "unsupported_type", message: `unsupported type: ${type}` }];
  }
  return Object.entries(value).flatMap(([key, field]) => unsupported(field, types, `${pointer}/${key}`));
}

/** Keys whose values people read. */
const readable = new Set(["text", "title", "subtitle", "body", "caption", "alt_text", "fallback"]);

function blockText(value: unknown): number {
  if (isList(value)) return value.reduce<number>((sum, one) => sum + blockText(one), 0);
  if (!isFields(value)) return 0;
  return Object.entries(value).reduce(
    (sum, [key, field]) =>
      sum + (typeof field === "string" ? (readable.has(key) ? field.length : 0) : blockText(field)),
    0,
  );
}
