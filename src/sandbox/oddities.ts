/** An invoice that carries a variable of every type, and parcels in any number. */
import { invoice } from "./invoices.ts";
import { begin, changeVariable, day, enter, finish, hour, pass, type Story, second, setVariable } from "./story.ts";
import { decimal, flag, json, lineItems, nothing, text, whole } from "./values.ts";
import { assignToGroup, failWork, offer } from "./work.ts";
import type { VariableValue } from "./world.ts";

const everyType: Readonly<Record<string, VariableValue>> = {
  shortText: text("plain"),
  emptyText: text(""),
  text4000: text("x".repeat(4000)),
  apiPassword: text("hunter2-not-a-real-secret"),
  authToken: text("eyJhbGciOiJub25lIn0.e30."),
  markup: text('<!channel> *x* | ` "quotes" <b>&amp;</b> [a](http://b) 😀\r\nsecond line\ttab'),
  "name with space/and:slash": text("odd name"),
  größe: text("umlaut"),
  counter: whole(-2147483648),
  tiny: { type: "Short", value: 7 },
  ratio: decimal(1e-7),
  whole: decimal(3),
  yes: flag(true),
  no: flag(false),
  due: { type: "Date", value: Date.UTC(2026, 2, 29, 0, 59, 59, 999) },
  nothing,
  untyped: whole(12),
  lineItems: lineItems(["CHAIR-7", "DESK-2"]),
  longJson: json({ note: "j".repeat(20_000) }),
  address: {
    type: "Object",
    value: '{"street":"Hauptstraße 1","city":"Köln"}',
    className: "java.util.LinkedHashMap<java.lang.String,java.lang.String>",
    known: true,
  },
  unknownClass: { type: "Object", value: '{"iban":"DE00"}', className: "com.example.Account", known: false },
  scan: { type: "Bytes", size: 5 },
  receipt: { type: "File", filename: "receipt ä.txt", encoding: "UTF-8" },
  beyondDouble: { type: "Long", value: 9007199254740993n },
  largestLong: { type: "Long", value: 9223372036854775807n },
};

export function tellVariables(story: Story): void {
  const at = story.now - hour;
  const { instance, approve } = invoice(story, "variables-every-type", "INV-VARIABLES", at, { variables: everyType });
  const changed = story.variables.find((one) => one.instance === instance && one.name === "shortText");
  if (changed) changeVariable(story, changed, text("changed"), at + second);
  changeVariable(
    story,
    setVariable(story, instance, "removedLater", text("gone"), at + 2 * second),
    null,
    at + 3 * second,
  );
  if (!approve.task) return;
  setVariable(story, instance, "reviewer", text("local to the task"), at + 4 * second, { task: approve.task });
  approve.task.updatedAt = at + 4 * second;
}

/** Several parcels start in the same millisecond, so that no order by time alone is stable. */
const parcelsPerMillisecond = 4;
const depots = ["Köln", "Lyon", "Porto"];

export function tellParcels(story: Story, count: number): void {
  const first = story.now - 2 * day;
  for (let n = 0; n < count; n++) tellParcel(story, n, first + Math.floor(n / parcelsPerMillisecond));
}

function tellParcel(story: Story, n: number, at: number): void {
  const mode = n % 10 === 9 ? "broken" : n % 10 < 3 ? "delivered" : "open";
  const instance = begin(story, null, "parcel-tracking", {
    at,
    businessKey: `PARCEL-${String(n).padStart(6, "0")}`,
    variables: { mode: text(mode), weight: whole(n % 30), depot: text(depots[n % depots.length] ?? "") },
  });
  pass(story, instance, "route", at);
  if (mode === "delivered") finish(story, instance, "delivered", at);
  else if (mode === "open") assignToGroup(story, enter(story, instance, "confirmDelivery", at), { group: "delivery" });
  else
    failWork(
      story,
      offer(story, enter(story, instance, "scanParcel", at), "scan-parcel"),
      "Scanner offline",
      "ScannerOffline: depot gate 3",
      at + 20,
    );
}
