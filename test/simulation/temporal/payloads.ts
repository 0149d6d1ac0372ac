/** Through JSON, as everything that goes in or out of a workflow. */
export function overTheWire<T>(value: T): T {
  return value === undefined ? value : (JSON.parse(JSON.stringify(value)) as T);
}

const UNITS_MS: Record<string, number> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, minutes: 60_000, hours: 3_600_000 };

/** `90s`, `1m`, `2 hours`: the few forms that workflows use. */
export function durationMs(text: string): number {
  const [, count, unit] = /^(\d+)\s*(ms|s|m|h|minutes|hours)$/.exec(text) ?? [];
  const unit_ms = UNITS_MS[unit ?? ''];
  if (unit_ms === undefined) throw new Error(`no duration: ${text}`);
  return Number(count) * unit_ms;
}
