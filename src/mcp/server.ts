import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import {
  CallToolRequestSchema,
  type CallToolResult,
  ErrorCode,
  ListToolsRequestSchema,
} from "@modelcontextprotocol/sdk/types.js";
import { type ToolKey, tools } from "../../tools/index.ts";
import { canAskOf } from "../core/askable.ts";
import { describe } from "../core/describe.ts";
import { type LookoutError, toLookoutError } from "../core/errors.ts";
import { nearest } from "../core/schema-problems.ts";
import { cleanText } from "../core/text.ts";
import { type Call, runTool, visibleEngines } from "../core/tool.ts";
import { advertised } from "./advertised.ts";
import { instructions } from "./instructions.ts";
import { errorText, texts } from "./text.ts";

export interface McpServerOptions {
  readonly name: string;
  readonly version: string;
  /** The world of one call: who asks, what there is, the time. Called anew for every request, with its abort signal. */
  readonly call: (signal: AbortSignal) => Omit<Call, "maxCharacters">;
  /** Told of every error an asker gets and of every broken message; for the log. */
  readonly onError?: (error: Error) => void;
}

/** Hosts cut or divert results from about 25,000 tokens on; this stays far below, and below what a model reads gladly. */
const maxCharacters = 20_000;

type Answering = (call: Call, input: unknown) => Promise<CallToolResult>;

const answering: { readonly [K in ToolKey]: Answering } = {
  get: async (call, input) => {
    const answer = await runTool(tools.get, call, input);
    return success(answer, texts.get(answer, call.now, await canAskOf(call, [answer.instance.engine])));
  },
  query: async (call, input) => {
    const answer = await runTool(tools.query, call, input);
    const answered = answer.engines.filter(({ status }) => status === "ok").map(({ engine }) => engine);
    const canAsk = answer.counts ? await canAskOf(call, answered) : undefined;
    return success(answer, texts.query(answer, call.now, canAsk));
  },
  history: async (call, input) => {
    const answer = await runTool(tools.history, call, input);
    return success(answer, texts.history(answer, call.now));
  },
};

/**
 * The three tools as an MCP server, for any transport. The low-level `Server` is used on purpose: `McpServer` would
 * validate arguments itself, in its own words, and answer an unknown tool as if a tool had failed.
 */
export function createMcpServer({ name, version, call, onError }: McpServerOptions): Server {
  const server = new Server(
    { name, title: "Process Lookout", version },
    {
      capabilities: { tools: {} },
      instructions: instructions(visibleEngines(call(new AbortController().signal))),
      // It would check the answers to forms that a server sends to its client. Ours sends none, and the default builds an Ajv.
      jsonSchemaValidator: { getValidator: () => () => ({ valid: false, data: undefined, errorMessage: "not used" }) },
    },
  );
  server.setRequestHandler(ListToolsRequestSchema, (_request, { signal }) => ({
    tools: advertised(visibleEngines(call(signal)).map(({ id }) => id)),
  }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }, { signal }) => {
    const key = keyOf(params.name);
    try {
      return await answering[key]({ ...call(signal), maxCharacters }, params.arguments ?? {});
    } catch (thrown) {
      const error = toLookoutError(thrown);
      onError?.(error);
      return failure(error);
    }
  });
  server.onerror = (error) => onError?.(error);
  return server;
}

function success(structuredContent: Record<string, unknown>, text: string): CallToolResult {
  return { content: [{ type: "text", text }], structuredContent };
}

function failure(error: LookoutError): CallToolResult {
  const report = describe(error);
  return { content: [{ type: "text", text: errorText(report) }], structuredContent: { error: report }, isError: true };
}

function isKey(key: string): key is ToolKey {
  return Object.hasOwn(tools, key);
}

/** Throws a protocol error for an unknown tool, as the specification has it: no tool ran, so none failed. */
function keyOf(name: string): ToolKey {
  const known = Object.entries(tools).find(([, tool]) => tool.name === name)?.[0];
  if (known !== undefined && isKey(known)) return known;
  const names = Object.values(tools).map((tool) => tool.name);
  const near = nearest(name, names);
  const hint = near ? `did you mean ${near}?` : `known: ${names.join(", ")}`;
  throw new UnknownTool(`There is no tool ${JSON.stringify(cleanText(name, 100).text)}; ${hint}`);
}

/** The SDK sends `code` and `message` of what a handler throws; its own McpError would put "MCP error -32602" before the message. */
class UnknownTool extends Error {
  readonly code = ErrorCode.InvalidParams;
}
