/** How the sandbox pretends to have been installed. */
import type { World } from "../world.ts";
import { minorOf } from "./since.ts";
import { timeFormat } from "./times.ts";

export type Flavor = "camunda7" | "operaton" | "cibseven";
export type HistoryLevel = "full" | "audit" | "activity" | "none";

/** Who may come in, and which process definitions each may see. */
export type Users = Readonly<
  Record<string, { readonly password: string; readonly definitionKeys: "all" | readonly string[] }>
>;

export type Settings = {
  readonly version: string;
  readonly flavor: Flavor;
  readonly historyLevel: HistoryLevel;
  readonly errorMapper: "text" | "json";
  readonly utcOffset: string;
  readonly users: Users | undefined;
  readonly queryMaxResultsLimit: number | undefined;
};

export type Engine = Settings & {
  readonly world: World;
  readonly minor: number;
  readonly time: (at: number) => string;
  /** True when the history level is at least this one. */
  readonly keeps: (level: HistoryLevel) => boolean;
  readonly product: Product;
};

type Product = { readonly name: string; readonly package: string; readonly form: string };

const products = {
  camunda7: { name: "Camunda BPM Runtime", package: "org.camunda.bpm", form: "camundaFormRef" },
  operaton: { name: "Operaton BPM Runtime", package: "org.operaton.bpm", form: "operatonFormRef" },
  cibseven: { name: "CIB seven", package: "org.cibseven.bpm", form: "camundaFormRef" },
} satisfies Record<Flavor, Product>;

const levels: readonly HistoryLevel[] = ["none", "activity", "audit", "full"];

export function installEngine(world: World, settings: Settings): Engine {
  const level = levels.indexOf(settings.historyLevel);
  return {
    ...settings,
    world,
    minor: minorOf(settings.flavor, settings.version),
    time: timeFormat(settings.utcOffset),
    keeps: (wanted) => level >= levels.indexOf(wanted),
    product: products[settings.flavor],
  };
}
