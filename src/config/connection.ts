import { Secret } from "../core/secret.ts";
import type { Auth, Tls } from "../engines/http.ts";
import {
  type AuthInput,
  type Connection,
  type ConnectionInput,
  defaultTimeoutMs,
  parseTimeout,
  type SecretInput,
} from "../engines/settings.ts";
import type { NamedFiles } from "./files.ts";
import { printedAs } from "./hidden.ts";
import { type KeyPath, problemAt } from "./problems.ts";

/** A connection as it is written, in a file or elsewhere: PEM may be there itself in place of the path of its file. */
interface ConnectionSource extends Omit<ConnectionInput, "tls"> {
  readonly tls?: TlsSource | undefined;
}

interface TlsSource {
  readonly ca?: PemSource | undefined;
  readonly cert?: PemSource | undefined;
  readonly key?: PemSource | undefined;
  readonly passphrase?: SecretInput | undefined;
}

type PemSource = string | { readonly text: string };

/** Makes a connection of what is written: reads files, wraps secrets. Problems are gathered in `files.problems`. */
export async function loadConnection(input: ConnectionSource, path: KeyPath, files: NamedFiles): Promise<Connection> {
  const tls = input.tls ? await loadTls(input.tls, [...path, "tls"], files) : undefined;
  return {
    url: new URL(input.url).href.replace(/\/+$/, ""),
    auth: input.auth ? await loadAuth(input.auth, [...path, "auth"], files) : { type: "none" },
    ...(tls ? { tls } : {}),
    timeoutMs: input.timeout === undefined ? defaultTimeoutMs : (parseTimeout(input.timeout) ?? defaultTimeoutMs),
  };
}

interface SecretRule {
  readonly form: RegExp;
  readonly message: string;
}

const bareToken: SecretRule = {
  form: /^[\x21-\x7e]+$/,
  message: "must be the bare token, without the word Bearer, spaces or line breaks",
};
const headerValue: SecretRule = {
  form: /^[\t\x20-\x7e\u0080-\u00ff]+$/,
  message: "holds a line break or another character that a header cannot carry",
};

async function loadSecret(input: SecretInput, path: KeyPath, files: NamedFiles, rule?: SecretRule): Promise<Secret> {
  const text = typeof input === "string" ? input : await files.read(path, input.file);
  if (rule && text !== "" && !rule.form.test(text)) files.problems.push(problemAt(path, rule.message));
  return new Secret(text);
}

async function loadAuth(input: AuthInput, path: KeyPath, files: NamedFiles): Promise<Auth> {
  const secret = (value: SecretInput, key: string, rule?: SecretRule) => loadSecret(value, [...path, key], files, rule);
  switch (input.type) {
    case "none":
      return { type: "none" };
    case "basic":
      return { type: "basic", username: input.username, password: await secret(input.password, "password") };
    case "bearer":
      return { type: "bearer", token: await secret(input.token, "token", bareToken) };
    case "oauth":
      return {
        type: "oauth",
        tokenUrl: new URL(input.tokenUrl).href,
        clientId: input.clientId,
        clientSecret: await secret(input.clientSecret, "clientSecret"),
        ...(input.scope === undefined ? {} : { scope: input.scope }),
        ...(input.audience === undefined ? {} : { audience: input.audience }),
        ...(input.clientAuthentication === undefined ? {} : { clientAuthentication: input.clientAuthentication }),
      };
    case "session":
      return { type: "session", username: input.username, password: await secret(input.password, "password") };
    case "headers": {
      const headers: [string, Secret][] = [];
      for (const [name, value] of Object.entries(input.headers)) {
        headers.push([name, await loadSecret(value, [...path, "headers", name], files, headerValue)]);
      }
      // In YAML, what was meant as one value can become names too: `{ X-Key: hunter2, a: b }`.
      return { type: "headers", headers: printedAs(Object.fromEntries(headers), "[secret]") };
    }
  }
}

const pem: Readonly<Record<"ca" | "cert" | "key", { form: RegExp; what: string }>> = {
  ca: { form: /-----BEGIN (TRUSTED |X509 )?CERTIFICATE-----/, what: "certificate" },
  cert: { form: /-----BEGIN (TRUSTED |X509 )?CERTIFICATE-----/, what: "certificate" },
  key: { form: /-----BEGIN ([A-Z]+ )*PRIVATE KEY-----/, what: "private key" },
};

async function loadTls(input: TlsSource, path: KeyPath, files: NamedFiles): Promise<Tls> {
  const tls: Tls = {};
  for (const name of ["ca", "cert", "key"] as const) {
    const source = input[name];
    if (source === undefined) continue;
    const text = typeof source === "string" ? await files.read([...path, name], source) : source.text;
    if (text !== "" && !pem[name].form.test(text)) {
      const holder = typeof source === "string" ? `names ${source}, which holds` : "holds";
      files.problems.push(problemAt([...path, name], `${holder} no ${pem[name].what} in PEM form`));
    }
    tls[name] = text;
  }
  if (input.passphrase !== undefined) {
    tls.passphrase = await loadSecret(input.passphrase, [...path, "passphrase"], files);
  }
  return printedAs(tls, Object.fromEntries(Object.keys(tls).map((name) => [name, "[secret]"])));
}
