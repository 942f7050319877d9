const units: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds of an expected interval between signs of life: `15m`, `1h`, `2d`. Throws RangeError for anything else. */
export function intervalMs(interval: string): number {
  const unit = /^\d+[mhd]$/.test(interval) ? units[interval.slice(-1)] : undefined;
  if (unit === undefined) throw new RangeError(`expected 15m, 1h or 2d, found "${interval}"`);
  return Number.parseInt(interval, 10) * unit;
}
