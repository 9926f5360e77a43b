/** An answer without what differs from one start of an engine to the next, so that answers of three vendors can be compared. */

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const moment = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/;

/** Fixed moments of the models stay as they are. */
const isFixed = (time: string) => time.startsWith("2099-") || time.startsWith("2020-");

export function alike(answer: unknown, scenarios: Readonly<Record<string, string>>): unknown {
  const names = new Map(Object.entries(scenarios).map(([name, id]) => [id, name]));
  const prints = new Map<string, string>();
  const text = (value: string, key: string): string => {
    if (key === "url") return "<url>";
    if (key === "fingerprint") {
      if (!prints.has(value)) prints.set(value, `fault ${prints.size + 1}`);
      return prints.get(value) ?? "";
    }
    if (moment.test(value)) return isFixed(value) ? value : "<time>";
    return (
      value
        .replace(uuid, (id) => names.get(id) ?? "<id>")
        .replace(/(?<=:)\d+(?=$|')/g, (number) => (number.length > 3 ? "<id>" : number))
        // Camunda packs JUEL into a package of its own, Operaton names the standard one, after a space (script errors).
        .replace(/org\.(?:camunda|operaton|cibseven)\.bpm\.impl\.juel\./g, "")
        .replace(/(?<=:) (?=jakarta\.el\.)/g, "")
        .replace(/org\.(?:camunda|operaton|cibseven)\./g, "org.<vendor>.")
    );
  };
  const walk = (value: unknown, key: string): unknown => {
    if (Array.isArray(value)) return value.map((one) => walk(one, key));
    if (typeof value === "string") return text(value, key);
    if (typeof value === "number" && key.endsWith("Ms")) return "<ms>";
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, walk(one, name)]));
  };
  return walk(answer, "");
}
