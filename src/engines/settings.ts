import * as z from "zod";
import { nearest } from "../core/schema-problems.ts";
import { parseDuration } from "../core/time.ts";
import { isInside } from "./http/address.ts";
import type { Auth, Tls } from "./http.ts";

// What engines of every kind are configured with, as it is written in a file. No transforms: editors read the same schemas.

/** Text whose rule gives the problem in words, or undefined. Rules never repeat the text: it may hold a secret. */
function checkedText(problemOf: (text: string) => string | undefined) {
  return z.string().superRefine((text, context) => {
    const message = problemOf(text);
    if (message !== undefined) context.addIssue({ code: "custom", message });
  });
}

function addressProblem(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== "http:" && url?.protocol !== "https:") {
    return "must be an address that begins with http:// or https://";
  }
  return url.username || url.password ? loginInAddress : undefined;
}

const loginInAddress =
  "must not hold a user name or password: use auth (LOOKOUT_ENGINE_USERNAME and LOOKOUT_ENGINE_PASSWORD in the environment)";

/** Whether an address may hold a login. An @ anywhere is taken for one: "http://user:/secret@host" is read as a path. */
export function mayHoldLogin(text: string): boolean {
  return URL.canParse(text) && text.includes("@");
}

function apiAddressProblem(text: string): string | undefined {
  const problem = addressProblem(text);
  if (problem) return problem;
  if (mayHoldLogin(text)) return loginInAddress;
  const url = new URL(text);
  if (url.hash) return "must not hold a fragment (#…): it is the address of the REST API, not of a web page";
  if (url.search) {
    return "must not hold a query (?…): it is the base of the REST API; a key or token belongs in auth";
  }
  return undefined;
}

function tokenAddressProblem(text: string): string | undefined {
  const problem = addressProblem(text);
  if (problem) return problem;
  if (mayHoldLogin(text)) return loginInAddress;
  return new URL(text).hash ? "must not hold a fragment (#…)" : undefined;
}

export const engineId = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9-]{0,31}$/,
    "must be 1 to 32 characters of a-z, 0-9 and -, and begin with a letter or a digit",
  )
  .describe("Name of the engine in questions, answers and access rules");

const engineUrl = checkedText(apiAddressProblem).meta({
  description: "Base address of the engine's REST API, without credentials, query or fragment",
  examples: ["https://camunda.example.com/engine-rest"],
});

const filePath = z.string().min(1);

/** A secret as it is written: the text, in which ${NAME} stands for an environment variable, or the file that holds it. */
const secretInput = z
  .union(
    [
      z.string().min(1).describe(`The value; \${NAME} stands for an environment variable`),
      z.strictObject({
        file: filePath.describe("File that holds the value, relative to this file; line breaks at its end are dropped"),
      }),
    ],
    {
      error: ({ input }) => {
        if (input === undefined) return undefined;
        return input === ""
          ? "must not be empty"
          : "must be text, or { file: path }; put text with special characters in quotes";
      },
    },
  )
  .meta({ id: "secret", description: `A secret: its value (better as \${NAME}), or { file: path }` });
export type SecretInput = z.infer<typeof secretInput>;

const headerName = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

const headers = z.record(z.string(), secretInput).superRefine((record, context) => {
  const names = Object.keys(record);
  if (names.length === 0) context.addIssue({ code: "custom", message: "must name at least one header" });
  if (names.some((name) => !headerName.test(name))) {
    context.addIssue({ code: "custom", message: "holds a name that cannot be the name of a header" });
  }
});

const authTypes = ["none", "basic", "bearer", "oauth", "session", "headers"] as const satisfies readonly Auth["type"][];

const authInput = z
  .discriminatedUnion(
    "type",
    [
      z.strictObject({ type: z.literal("none") }).describe("The engine asks for no login"),
      z
        .strictObject({
          type: z.literal("basic"),
          username: checkedText((text) => {
            if (text === "") return "must not be empty";
            return text.includes(":") ? "must not hold a colon: HTTP Basic cannot carry it" : undefined;
          }),
          password: secretInput,
        })
        .describe("HTTP Basic"),
      z
        .strictObject({ type: z.literal("bearer"), token: secretInput.describe("The token, without the word Bearer") })
        .describe("A token that does not change"),
      z
        .strictObject({
          type: z.literal("oauth"),
          tokenUrl: checkedText(tokenAddressProblem).describe("Token endpoint of the issuer"),
          clientId: z.string().min(1),
          clientSecret: secretInput,
          scope: z.string().min(1).optional().describe("Scopes, separated by spaces"),
          audience: z.string().min(1).optional(),
          clientAuthentication: z
            .enum(["basic", "post"])
            .optional()
            .describe("How the client shows its secret: in the form (post, the default) or as HTTP Basic"),
        })
        .describe("OAuth 2.0 client credentials"),
      z
        .strictObject({ type: z.literal("session"), username: z.string().min(1), password: secretInput })
        .describe("A session begun at /api/login, as Operate up to 8.7 wants it where it has users of its own"),
      z
        .strictObject({ type: z.literal("headers"), headers: headers.describe("Header names and their values") })
        .describe("Own headers, for example for a gateway, or Context-User-ID for CIB seven"),
    ],
    {
      error: (issue) => {
        const { input } = issue;
        const named = typeof input === "object" && input !== null && "type" in input && input.type !== undefined;
        return issue.code === "invalid_union"
          ? named
            ? `must be one of ${authTypes.join(", ")}`
            : "is missing"
          : undefined;
      },
    },
  )
  .meta({ id: "auth", description: "How the lookout logs in; none when left out" });
export type AuthInput = z.infer<typeof authInput>;

const tlsInput = z
  .strictObject({
    ca: filePath.optional().describe("PEM file with further authorities to trust"),
    cert: filePath.optional().describe("PEM file with the client certificate"),
    key: filePath.optional().describe("PEM file with the client certificate's private key"),
    passphrase: secretInput.optional().describe("Passphrase of the private key"),
  })
  .superRefine((tls, context) => {
    const needs = (name: "cert" | "key" | "passphrase", other: "cert" | "key") => {
      if (tls[name] !== undefined && tls[other] === undefined) {
        context.addIssue({ code: "custom", path: [name], message: `needs ${other} beside it` });
      }
    };
    needs("cert", "key");
    needs("key", "cert");
    needs("passphrase", "key");
  })
  .meta({ id: "tls", description: "Own authorities and client certificate; paths are relative to this file" });
type TlsInput = z.infer<typeof tlsInput>;

export const defaultTimeoutMs = 10_000;

const timeoutText = /^\d{1,6}(ms|s|m)?$/;

/** "10s", "500ms", "2m", or milliseconds as a number; undefined when it is none of these or not 100 ms to 120 s. */
export function parseTimeout(timeout: string | number): number | undefined {
  const ms = typeof timeout === "number" ? timeout : textMs(timeout);
  return ms !== undefined && Number.isInteger(ms) && ms >= 100 && ms <= 120_000 ? ms : undefined;
}

function textMs(text: string): number | undefined {
  if (!timeoutText.test(text)) return undefined;
  return /\d$|ms$/.test(text) ? Number.parseInt(text, 10) : parseDuration(text);
}

// Said at each branch too: where only one fits the type, zod tells its problems instead of the union's.
const error = "must be a time from 100ms to 120s, such as 10s or 500ms (a number is milliseconds)";
const timeoutInput = z
  .union(
    [
      z.int({ error }).min(100, { error }).max(120_000, { error }),
      z.string().refine((text) => parseTimeout(text) !== undefined, { error }),
    ],
    { error },
  )
  .meta({
    id: "timeout",
    description: "Time for one question to the engine, 100ms to 120s; a number is milliseconds; 10s when left out",
    examples: ["10s", "500ms"],
  });

/** The keys that every kind of engine takes; each kind spreads them into its own strict object. */
export const connectionShape = {
  url: engineUrl,
  auth: authInput.optional(),
  tls: tlsInput.optional(),
  timeout: timeoutInput.optional(),
};

/** What is written of an engine besides how to reach it; `OwnSettings` is the same, loaded. */
export type OwnInput<Input> = Omit<Input, keyof typeof connectionShape>;
export type OwnSettings<Settings extends Connection> = Omit<Settings, keyof Connection>;

/** How to reach an engine, as written: secrets may still be in files. */
export interface ConnectionInput {
  url: string;
  auth?: AuthInput | undefined;
  tls?: TlsInput | undefined;
  timeout?: string | number | undefined;
}

/** How to reach an engine, loaded: secrets wrapped, PEM texts read, no slash at the end of the url. */
export interface Connection {
  readonly url: string;
  readonly auth: Auth;
  readonly tls?: Tls;
  readonly timeoutMs: number;
}

/** As much of a connection, written or loaded, as decides whether its address will do. */
export interface Reached {
  readonly url: string;
  readonly auth?: { readonly type: Auth["type"] } | undefined;
}

/** What is wrong with an address to which a password is sent with every question, or with the first of many. */
export function passwordProblem({ url, auth }: Reached): string | undefined {
  const address = URL.parse(url);
  if (auth?.type !== "basic" || address?.protocol !== "http:" || isInside(address)) return undefined;
  return "must begin with https://: the password could be read on its way";
}

/** The address of an instance in the engine's web application: a template with some of these placeholders, {id} among them. */
export function webTemplate(placeholders: readonly string[]) {
  return checkedText((text) => {
    const names = [...text.matchAll(/\{([^{}]*)\}/g)].map((match) => match[1] ?? "");
    const unknown = names.find((name) => !placeholders.includes(name));
    if (unknown !== undefined) {
      const near = nearest(unknown, placeholders);
      const known = placeholders.map((name) => `{${name}}`).join(", ");
      return `holds an unknown placeholder${near ? `; did you mean {${near}}?` : ` (known: ${known})`}`;
    }
    if (!names.includes("id")) return "must hold {id}, where the instance id goes";
    return addressProblem(text.replace(/\{\w+\}/g, "x"));
  });
}
