import type { Engine } from "../core/engine.ts";
import { toLookoutError } from "../core/errors.ts";
import {
  type ConfigSource,
  type DoctorReport,
  doctorExitCode,
  doctorRecords,
  doctorText,
  type FleetLine,
} from "./doctor-view.ts";
import { type EngineLine, enginesRecords, enginesText } from "./engines-view.ts";
import { exitNone, reportOf } from "./error-text.ts";
import { type Io, printAnswer, printError } from "./output.ts";

const lineOf = ({ id, kind, url }: Engine): EngineLine => ({ id, kind, url });

/** `lookout engines`: what is configured, without asking an engine. */
export async function runEngines(io: Io, engines: readonly Engine[], json: boolean): Promise<number> {
  const lines = engines.map(lineOf);
  const forms = {
    screen: (output: { engines: EngineLine[] }) => enginesText(output.engines, io.style),
    plain: (output: { engines: EngineLine[] }) => enginesRecords(output.engines),
  };
  await printAnswer(io, { engines: lines }, forms, json);
  return lines.length > 0 ? 0 : exitNone;
}

/** What `doctor` is told about the program itself. */
export interface DoctorSetting {
  readonly version: string;
  readonly node: string;
  readonly config: ConfigSource;
  readonly fleet?: FleetLine;
}

/** `lookout doctor`: every check of every engine at once, so that it takes as long as the slowest engine. */
export async function runDoctor(
  io: Io,
  setting: DoctorSetting,
  engines: readonly Engine[],
  signal: AbortSignal,
  json: boolean,
): Promise<number> {
  try {
    const checked = await Promise.all(
      engines.map(async (engine) => ({ ...lineOf(engine), findings: await engine.check(signal) })),
    );
    signal.throwIfAborted();
    const report: DoctorReport = { ...setting, engines: checked };
    await printAnswer(io, report, { screen: doctorText, plain: doctorRecords }, json);
    return doctorExitCode(report);
  } catch (error) {
    return printError(io, reportOf(toLookoutError(error)), json);
  }
}
