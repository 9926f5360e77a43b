// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders as they stand in a configuration
import { describe, expect, it } from "vitest";
import { certificate, cwd, loadFile, messageOf, oneEngine } from "./loading.ts";

const secretForm = "must be text, or { file: path }; put text with special characters in quotes";
const timeoutForm = "must be a time from 100ms to 120s, such as 10s or 500ms (a number is milliseconds)";
const clusterKey = "must be businessId, { variable: name } or { tag: name }";
const kindRule = "must be camunda7 (for Operaton and CIB seven too), camunda8 or bpel";
const quoted = "put text that begins with";
const manyAliases = ["x: &a [1,1,1,1,1,1,1,1,1]"]
  .concat(["b", "c", "d"].map((name, index) => `${name}x: &${name} [${Array(9).fill(`*${"abc"[index]}`).join(",")}]`))
  .join("\n");

/** Whole files, and what is said after "lookout.yaml:". */
const files: readonly [string, string, string][] = [
  ["empty", "", " the file is empty: it must hold at least engines."],
  ["only a comment", "# later\n", " the file is empty: it must hold at least engines."],
  ["a list", "- id: a\n", " the file must be a map with the key engines."],
  ["a word", "hello", " the file must be a map with the key engines."],
  ["no engines", "access: { rules: [] }\n", " engines is missing."],
  ["engines without a value", "engines:\n", "1: engines has no value."],
  ["engines as a map", "engines: { a: 1 }\n", "1: engines must be a list."],
  ["an empty list of engines", "engines: []", "1: engines must not be empty."],
  ["an engine that is a word", "engines:\n  - prod\n", "2: engines[0] must be a map (key: value)."],
  ["an unknown key at the top", `${oneEngine}acces: {}\n`, "5: acces is not known; did you mean access?"],
  ["keys that are no text", `${oneEngine}1: 2\n`, "5: 1 is not known (known: engines, fleet, aliases, access, slack)."],
  [
    "a key that is none",
    `${oneEngine}"a b": 1\n`,
    "5: the file holds an unknown key (known: engines, fleet, aliases, access, slack).",
  ],
  [
    "__proto__",
    `${oneEngine}__proto__: {}\n`,
    "5: __proto__ is not known (known: engines, fleet, aliases, access, slack).",
  ],
  [
    "credentials in the url",
    oneEngine.replace("//c7", "//me:pw@c7"),
    "4: engines[0].url must not hold a user name or password: use auth (LOOKOUT_ENGINE_USERNAME and LOOKOUT_ENGINE_PASSWORD in the environment).",
  ],
  [
    "credentials in the url that would be read as a path",
    oneEngine.replace("//c7", "//me:/pw@c7"),
    "4: engines[0].url must not hold a user name or password: use auth (LOOKOUT_ENGINE_USERNAME and LOOKOUT_ENGINE_PASSWORD in the environment).",
  ],
  [
    "a web page as the url",
    oneEngine.replace("engine-rest", "camunda/app/cockpit/default/#/dashboard"),
    "4: engines[0].url must not hold a fragment (#…): it is the address of the REST API, not of a web page.",
  ],
  [
    "a query in the url",
    oneEngine.replace("engine-rest", "engine-rest?key=1"),
    "4: engines[0].url must not hold a query (?…): it is the base of the REST API; a key or token belongs in auth.",
  ],
  [
    "a url without a scheme",
    oneEngine.replace("https://c7.example.com", "c7:8080"),
    "4: engines[0].url must be an address that begins with http:// or https://.",
  ],
  ["an unknown kind", oneEngine.replace("camunda7", "operaton"), `3: engines[0].kind ${kindRule}.`],
  ["a kind that is a number", oneEngine.replace("camunda7", "8"), `3: engines[0].kind ${kindRule}.`],
  ["a kind with a slip of the pen", oneEngine.replace("camunda7", "Camunda 8"), `3: engines[0].kind ${kindRule}.`],
  ["a kind without a value", oneEngine.replace("camunda7", ""), "3: engines[0].kind has no value."],
  [
    "a kind that is not known, beside other problems",
    "engines:\n  - id: A\n    kind: zeebe\n    timeout: 1h\n    tls: { cert: x }\n",
    ` line 2: engines[0].id must be 1 to 32 characters of a-z, 0-9 and -, and begin with a letter or a digit; line 2: engines[0].url is missing; line 3: engines[0].kind ${kindRule}; line 4: engines[0].timeout ${timeoutForm}; line 5: engines[0].tls.cert needs key beside it.`,
  ],
  [
    "no kind, beside other problems",
    "engines:\n  - id: a\n    auth: { type: basci }\n  - { id: b, kind: camunda8, url: http://x, flavor: operaton }\n",
    " line 2: engines[0].kind is missing; line 2: engines[0].url is missing; line 3: engines[0].auth.type must be one of none, basic, bearer, oauth, session, headers; line 4: engines[1].flavor is not known (known: id, kind, url, auth, tls, timeout, api, web, businessKey).",
  ],
  ["no kind", oneEngine.replace("    kind: camunda7\n", ""), "2: engines[0].kind is missing."],
  [
    "an id in capitals",
    oneEngine.replace("prod", "PROD"),
    "2: engines[0].id must be 1 to 32 characters of a-z, 0-9 and -, and begin with a letter or a digit.",
  ],
  ["a number as the id", oneEngine.replace("prod", "7"), "2: engines[0].id must be text: put it in quotes."],
  [
    "the same id twice",
    `${oneEngine}${oneEngine.replace("engines:\n", "")}`,
    "5: engines[1].id is prod, as that of engines[0] is.",
  ],
  [
    "a rule for an engine that is not there",
    `${oneEngine}access:\n  rules:\n    - callers: [local]\n      engines: [prod, prd, elsewhere]\n`,
    "8: access.rules[0].engines[1] names prd, which is no engine here; did you mean prod?; access.rules[0].engines[2] names elsewhere, which is no engine here (known: prod).",
  ],
  [
    "an unknown key in a rule",
    `${oneEngine}access:\n  rules:\n    - caller: [local]\n`,
    "7: access.rules[0].callers is missing; access.rules[0].caller is not known; did you mean callers?",
  ],
  [
    "all at once",
    "engines:\n  - id: A\n    kind: camunda7\n    ulr: http://x\n    timeout: 1h\n",
    " line 2: engines[0].id must be 1 to 32 characters of a-z, 0-9 and -, and begin with a letter or a digit; line 2: engines[0].url is missing; line 4: engines[0].ulr is not known; did you mean url?; line 5: engines[0].timeout must be a time from 100ms to 120s, such as 10s or 500ms (a number is milliseconds).",
  ],
];

/** What stands behind one right engine, and what is said after "lookout.yaml:". */
const engineKeys: readonly [string, string][] = [
  ["ulr: http://x", "5: engines[0].ulr is not known; did you mean url?"],
  [
    "something: 1",
    "5: engines[0].something is not known (known: id, kind, url, auth, tls, timeout, flavor, engineName, web, businessKey).",
  ],
  ["flavor: operation", "5: engines[0].flavor must be one of camunda7, operaton, cibseven."],
  ["timeout: 1h", `5: engines[0].timeout ${timeoutForm}.`],
  ["timeout: 50", `5: engines[0].timeout ${timeoutForm}.`],
  ["timeout: 121s", `5: engines[0].timeout ${timeoutForm}.`],
  ["timeout: 1000.5", `5: engines[0].timeout ${timeoutForm}.`],
  ["timeout: [1]", `5: engines[0].timeout ${timeoutForm}.`],
  ["businessKey: key", "5: engines[0].businessKey must be businessKey or { variable: name }."],
  ["businessKey: { name: x }", "5: engines[0].businessKey must be businessKey or { variable: name }."],
  ["web: https://x/{di}/{id}", "5: engines[0].web holds an unknown placeholder; did you mean {id}?"],
  [
    "web: https://x/{processInstance}",
    "5: engines[0].web holds an unknown placeholder (known: {id}, {definitionKey}, {definitionVersion}, {definitionId}, {engineName}).",
  ],
  ["web: https://x/", "5: engines[0].web must hold {id}, where the instance id goes."],
  ["web: x/{id}", "5: engines[0].web must be an address that begins with http:// or https://."],
  ["tls: { certs: x }", "5: engines[0].tls.certs is not known; did you mean cert?"],
  ["auth: none", "5: engines[0].auth must be a map (key: value)."],
  ["auth:", "5: engines[0].auth has no value."],
  ["auth: {}", "5: engines[0].auth.type is missing."],
  ["auth: { type: basci }", "5: engines[0].auth.type must be one of none, basic, bearer, oauth, session, headers."],
  ["auth: { type: none, token: x }", "5: engines[0].auth holds an unknown key (known: type)."],
  [
    "auth: { type: basic, usrname: u, password: p }",
    "5: engines[0].auth.username is missing; engines[0].auth.usrname is not known; did you mean username?",
  ],
  ["auth: { type: basic, username: '', password: p }", "5: engines[0].auth.username must not be empty."],
  ["auth: { type: basic, username: u, password: '' }", "5: engines[0].auth.password must not be empty."],
  ["auth: { type: basic, username: u, password: 12 }", `5: engines[0].auth.password ${secretForm}.`],
  ["auth: { type: basic, username: u, password: {hunter2} }", `5: engines[0].auth.password ${secretForm}.`],
  ["auth: { type: basic, username: u, password: { path: x } }", `5: engines[0].auth.password ${secretForm}.`],
  ["auth: { type: bearer, token: t, hunter2 }", "5: engines[0].auth holds an unknown key (known: type, token)."],
  [
    "auth: { type: oauth, tokenUrl: sso, clientId: c, clientSecret: s, clientAuthentication: jwt }",
    "5: engines[0].auth.tokenUrl must be an address that begins with http:// or https://; engines[0].auth.clientAuthentication must be one of basic, post.",
  ],
  ["auth: { type: headers, headers: {} }", "5: engines[0].auth.headers must name at least one header."],
  ["auth: { type: headers, headers: [a] }", "5: engines[0].auth.headers must be a map (key: value)."],
  [
    "auth: { type: headers, headers: { 'Authorization hunter2': x } }",
    "5: engines[0].auth.headers holds a name that cannot be the name of a header.",
  ],
  ["auth: { type: headers, headers: { 'Key: hunter2': } }", `5: engines[0].auth.headers.… ${secretForm}.`],
  [
    'auth: { type: headers, headers: { Key: "a\\nb" } }',
    "5: engines[0].auth.headers.Key holds a line break or another character that a header cannot carry.",
  ],
  [
    "auth: { type: bearer, token: 'Bearer hunter2' }",
    "5: engines[0].auth.token must be the bare token, without the word Bearer, spaces or line breaks.",
  ],
  [
    "auth: { type: bearer, token: { file: none } }",
    `5: engines[0].auth.token names ${cwd}/none, which does not exist.`,
  ],
  ["auth: { type: bearer, token: { file: empty } }", `5: engines[0].auth.token names ${cwd}/empty, which is empty.`],
  [
    "auth: { type: bearer, token: '${NONE}' }",
    "5: engines[0].auth.token names the environment variable NONE, which is not set.",
  ],
  [
    "auth: { type: bearer, token: '${EMPTY}' }",
    "5: engines[0].auth.token names the environment variable EMPTY, which is empty.",
  ],
  ["web: ${NONE}/{id}", "5: engines[0].web names the environment variable NONE, which is not set."],
  [
    "auth: { type: bearer, token: 'a${b-c}' }",
    "5: engines[0].auth.token holds ${ without the name of an environment variable and }; $${ is a literal ${.",
  ],
  ["tls: { ca: none.pem }", `5: engines[0].tls.ca names ${cwd}/none.pem, which does not exist.`],
  ["tls: { ca: text }", "5: engines[0].tls.ca names text, which holds no certificate in PEM form."],
  ["tls: { cert: ca.pem }", "5: engines[0].tls.cert needs key beside it."],
  ["tls: { passphrase: x }", "5: engines[0].tls.passphrase needs key beside it."],
  ["tls: { cert: ca.pem, key: ca.pem }", "5: engines[0].tls.key names ca.pem, which holds no private key in PEM form."],
  ["tls: { rejectUnauthorized: false }", "5: engines[0].tls holds an unknown key (known: ca, cert, key, passphrase)."],
];

/** What stands behind one right Camunda 8 cluster, and what is said after "lookout.yaml:". */
const clusterKeys: readonly [string, string][] = [
  [
    "flavor: operaton",
    "5: engines[0].flavor is not known (known: id, kind, url, auth, tls, timeout, api, web, businessKey).",
  ],
  ["apis: v2", "5: engines[0].apis is not known; did you mean api?"],
  ["api: v1", "5: engines[0].api must be one of v2, operate."],
  ["businessKey: businessKey", `5: engines[0].businessKey ${clusterKey}.`],
  [
    "businessKey: { tag: 'key:' }",
    "5: engines[0].businessKey.tag must be what stands before the colon in the tag: a letter, then letters, digits, dots, _ and -.",
  ],
  ["businessKey: { tag: a, variable: b }", `5: engines[0].businessKey ${clusterKey}.`],
  ["web: https://x/operate", "5: engines[0].web must hold {id}, where the instance id goes."],
  ["web: https://x/{engineName}/{id}", "5: engines[0].web holds an unknown placeholder (known: {id})."],
  ["auth: { type: session, username: u }", "5: engines[0].auth.password is missing."],
  ["auth: { type: session, username: '', password: p }", "5: engines[0].auth.username must not be empty."],
  [
    "auth: { type: sesion, username: u, password: p }",
    "5: engines[0].auth.type must be one of none, basic, bearer, oauth, session, headers.",
  ],
];

/** What is no YAML, or not the part of YAML that is meant. */
const syntax: readonly [string, string, string][] = [
  ["a bracket that is open", "engines: [a\nb: c", "2:1: the indentation is wrong, or a bracket is not closed."],
  [
    "a quote that is open",
    'password: "hunter2',
    "1:19: a quote, comma, colon or dash (-) is missing, or the indentation is wrong.",
  ],
  [
    "a key out of line",
    "engines:\n  - id: a\n   kind: b\n",
    "3:1: a quote, comma, colon or dash (-) is missing, or the indentation is wrong.",
  ],
  ["a tab", "engines:\n\t- id: a", "2:1: indent with spaces, not with tabs."],
  ["a line without a colon", "engines\nid: a", "1:1: this is no `key: value`: check the colon and the indentation."],
  ["a key twice", `${oneEngine}    url: http://y\n`, "5:5: this key is there twice."],
  [
    "two keys twice",
    `${oneEngine}    url: http://y\n    id: b\n`,
    " 5:5: this key is there twice; 6:5: this key is there twice.",
  ],
  [
    "several documents",
    `${oneEngine}---\n${oneEngine}`,
    "5:1: the file holds several documents (---), and one is expected.",
  ],
  [
    "a placeholder in { }",
    `${oneEngine}    auth: { token: \${T} }\n`,
    "5:21: within { } or [ ], ${…} must be in quotes.",
  ],
  ["a password with *", "password: *hunter2", `1:11: an alias (*name) names no anchor: ${quoted} * in quotes.`],
  ["a password with !", "password: !hunter2 a", `1:11: tags (!name) are not known: ${quoted} ! in quotes.`],
  ["a password with @", "password: @hunter2", "1:11: text cannot begin with this character: put it in quotes."],
  [
    "a password with a colon",
    "password: hunter2: a",
    "1:11: a key is out of place: check the indentation, and put text that holds a colon in quotes.",
  ],
  ["an anchor around itself", "engines: &a [*a]", "1:14: an alias (*name) lies within its own anchor."],
  ["a bomb of aliases", manyAliases, " aliases (*name) stand for too much text."],
  ["a map as a key", "? [a]\n: b\n", "1:3: a key must be text."],
];

describe("a wrong file gives one clear sentence", () => {
  it.each(files)("%s", async (_name, content, message) => {
    expect(await messageOf(loadFile(content))).toBe(`lookout.yaml:${message}`);
  });

  it.each(engineKeys)("%s", async (key, message) => {
    const named = { [`${cwd}/empty`]: "\n", [`${cwd}/text`]: "text", [`${cwd}/ca.pem`]: certificate };
    const loading = loadFile(`${oneEngine}    ${key}\n`, { env: { EMPTY: "" }, files: named });
    expect(await messageOf(loading)).toBe(`lookout.yaml:${message}`);
  });

  it.each(clusterKeys)("a cluster with %s", async (key, message) => {
    const cluster = oneEngine.replace("camunda7", "camunda8");
    expect(await messageOf(loadFile(`${cluster}    ${key}\n`))).toBe(`lookout.yaml:${message}`);
  });

  it.each(syntax)("%s", async (_name, content, message) => {
    expect(await messageOf(loadFile(content))).toBe(`lookout.yaml:${message}`);
  });

  it("nesting is limited", async () => {
    for (const deep of ["[".repeat(5_000), `engines: ${"[".repeat(100)}${"]".repeat(100)}`]) {
      expect(await messageOf(loadFile(deep))).toMatch(/(the nesting is too deep|engines is nested too deeply)\.$/);
    }
  });

  it("names the line of a shared part where it is written", async () => {
    const shared = `${oneEngine}    auth: &login\n      type: basic\n      user_name: u\n      password: p\n`;
    expect(await messageOf(loadFile(shared))).toBe(
      "lookout.yaml: line 5: engines[0].auth.username is missing; line 7: engines[0].auth.user_name is not known; did you mean username?",
    );
  });
});
