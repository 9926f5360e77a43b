/** Numbers as Java spells them. */
import { NumberText } from "./json.ts";

/** Java's `Double.toString`: always a fraction, an exponent outside 10^-3 to 10^7. */
export function javaDouble(value: number): NumberText {
  const size = Math.abs(value);
  if (size === 0 || (size >= 1e-3 && size < 1e7)) {
    return new NumberText(Number.isInteger(value) ? `${value}.0` : String(value));
  }
  const [digits = "0", exponent = "+0"] = value.toExponential().split("e");
  return new NumberText(`${digits.includes(".") ? digits : `${digits}.0`}E${Number(exponent)}`);
}
