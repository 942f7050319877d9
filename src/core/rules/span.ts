/** Whole milliseconds, so that a limit is an instant. */
export function minutesMs(minutes: number): number {
  return Math.round(minutes * 60_000);
}

export function hoursMs(hours: number): number {
  return minutesMs(hours * 60);
}

export function daysMs(days: number): number {
  return hoursMs(days * 24);
}

const units: Readonly<Record<string, number>> = { m: 1, h: 60, d: 24 * 60 };

/** Milliseconds of `15m`, `1h` or `2d`; null for anything else and for none at all. */
export function intervalMs(interval: string): number | null {
  const minutes = Number.parseInt(interval, 10) * (units[interval.at(-1) ?? ""] ?? Number.NaN);
  return minutes > 0 ? minutesMs(minutes) : null;
}
