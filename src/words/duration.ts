import type { Words } from "./words.ts";

const steps = [
  { ms: 86_400_000, unit: "d", next: { ms: 3_600_000, unit: "h" } },
  { ms: 3_600_000, unit: "h", next: { ms: 60_000, unit: "min" } },
  { ms: 60_000, unit: "min", next: undefined },
  { ms: 1_000, unit: "s", next: undefined },
] as const;

/** "2 h 14 min", "3 d 2 h", "45 s", "320 ms": two units at most. */
export function durationText(ms: number): string {
  const span = Math.max(0, Math.round(ms));
  const step = steps.find((candidate) => span >= candidate.ms);
  if (!step) return `${span} ms`;
  const whole = Math.floor(span / step.ms);
  const rest = step.next ? Math.floor((span - whole * step.ms) / step.next.ms) : 0;
  return step.next && rest > 0 ? `${whole} ${step.unit} ${rest} ${step.next.unit}` : `${whole} ${step.unit}`;
}

/** How long ago an instant was; undefined when it lies ahead or is no time. */
export function agoText(iso: string, now: Date): string | undefined {
  const ms = now.getTime() - Date.parse(iso);
  return ms >= 0 ? durationText(ms) : undefined;
}

/** "15:31 (2 h 14 min)", and without the span when the instant lies ahead. */
export function sinceWords(iso: string, now: Date): Words {
  const ago = agoText(iso, now);
  return [{ at: iso }, ...(ago === undefined ? [] : [` (${ago})`])];
}

/** 12,345 */
export function numberText(count: number): string {
  return count.toLocaleString("en-US");
}
