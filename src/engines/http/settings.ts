import type { Secret } from "../../core/secret.ts";

/** One request that an adapter may send. `path` is a template: "/process-instance/{id}". */
export interface Read {
  readonly method: "GET" | "POST";
  readonly path: string;
}

/** All requests that an adapter may send; nothing else can be asked. */
export type ReadTable = Readonly<Record<string, Read>>;

export interface OAuth {
  type: "oauth";
  tokenUrl: string;
  clientId: string;
  clientSecret: Secret;
  scope?: string;
  audience?: string;
  /** How the client shows its secret; "post" unless told, as the engines' own clients do. */
  clientAuthentication?: "basic" | "post";
}

/** A session begun with a form at `/api/login`, as Operate does it; cookies carry it from there. */
export interface SessionAuth {
  type: "session";
  username: string;
  password: Secret;
}

export type Auth =
  | { type: "none" }
  | { type: "basic"; username: string; password: Secret }
  | { type: "bearer"; token: Secret }
  | OAuth
  | SessionAuth
  | { type: "headers"; headers: Readonly<Record<string, Secret>> };

/** PEM texts, already loaded. `ca` is added to the roots that Node trusts. There is no switch to trust everything. */
export interface Tls {
  ca?: string;
  cert?: string;
  key?: string;
  passphrase?: Secret;
}

/** From the configuration; the process's environment is never read here. */
export interface Proxy {
  httpProxy?: string;
  httpsProxy?: string;
  noProxy?: string;
}

export interface HttpSettings {
  /** The engine's id in the configuration; every fault names it. */
  engine: string;
  /** The base of every path, for example "https://host:8443/engine-rest". */
  url: string;
  auth: Auth;
  tls?: Tls;
  proxy?: Proxy;
  timeoutMs: number;
  /** Product and version; the correlation id of the question is put behind it. */
  userAgent: string;
  /** With HTTP Basic: a cookie that answers a login, and is sent in place of the password until the engine refuses it. */
  sessionCookie?: string;
  /** Whether requests must show the token that `/bpm/system/login` gives, against forged ones. */
  csrfLogin?: boolean;
  /** Whether 401 with JSON is the engine's answer about one question, and only without it a refused login. */
  answers401?: boolean;
}

export interface Ask {
  path?: Readonly<Record<string, string>>;
  query?: Readonly<Record<string, string | number | boolean | undefined>>;
  body?: unknown;
  signal: AbortSignal;
  accept?: "json" | "text";
  /** For plain text: where to stop reading. Without it an answer that is too long is a fault. */
  maxBytes?: number;
}

export interface Reply {
  status: number;
  /** Parsed JSON (numbers that a double cannot hold stay text), a string for plain text, undefined for no body. */
  body: unknown;
  /** True when plain text was cut at `maxBytes`. */
  cut?: boolean;
}

export interface Http<T extends ReadTable> {
  /** Sends one read of the table. Statuses that say something about the question come back as a Reply, all else is thrown. */
  ask(read: keyof T & string, ask: Ask): Promise<Reply>;
  /** One signal for all requests of one question: the caller's abort, or "timedOut" after the configured time. Ends with the question. */
  within<T>(signal: AbortSignal, question: (deadline: AbortSignal) => Promise<T>): Promise<T>;
  /** Ends what is under way as cancelled and leaves no socket or timer behind. */
  close(): Promise<void>;
}
