/** The vendors of the family: same REST API, other version numbers, other web application. */
export const flavors = ["camunda7", "operaton", "cibseven"] as const;
export type Flavor = (typeof flavors)[number];

export interface Dialect {
  readonly name: string;
  /** Web application of the default installation, as a template on the engine's origin. */
  readonly web: string;
  /** The Camunda 7 minor version whose REST API this version has. */
  level(version: readonly [number, number]): number;
}

export const dialects: Readonly<Record<Flavor, Dialect>> = {
  camunda7: {
    name: "Camunda 7",
    web: "/camunda/app/cockpit/{engineName}/#/process-instance/{id}/runtime",
    level: ([major, minor]) => (major === 7 ? minor : 0),
  },
  // Operaton 1.0 was cut from Camunda 7.24.
  operaton: {
    name: "Operaton",
    web: "/operaton/app/cockpit/{engineName}/#/process-instance/{id}/runtime",
    level: ([major]) => (major >= 1 ? 24 : 0),
  },
  // CIB seven 1.x has the API of 7.22, 2.0 of 7.23, 2.1 and later of 7.24.
  cibseven: {
    name: "CIB seven",
    web: "/webapp/#/seven/auth/processes/instance/{id}",
    level: ([major, minor]) => (major === 1 ? 22 : major === 2 && minor === 0 ? 23 : major >= 2 ? 24 : 0),
  },
};

/** What a server is, as far as its answers tell. */
export interface Server {
  readonly flavor: Flavor;
  /** As the server gives it; null when it does not know, as in an unpacked application. */
  readonly version: string | null;
  /** Camunda 7 minor version of the API; 0 when unknown: then only what every version has is used. */
  readonly level: number;
  /** Told by CIB seven since 2.2 only. */
  readonly historyLevel?: string;
}

/** Reads a server's own words. A version 7.x is Camunda's; 1.x and 2.x are CIB seven's when it answers /configuration. */
export function identify(
  configured: Flavor | undefined,
  version: string | null,
  configuration: { historyLevel: string } | undefined,
): Server {
  const match = /^(\d+)\.(\d+)/.exec(version ?? "");
  const numbers = [Number(match?.[1] ?? 0), Number(match?.[2] ?? 0)] as const;
  const flavor = configured ?? (configuration ? "cibseven" : numbers[0] === 7 || !match ? "camunda7" : "operaton");
  return {
    flavor,
    version,
    level: dialects[flavor].level(numbers),
    ...(configuration ? { historyLevel: configuration.historyLevel } : {}),
  };
}
