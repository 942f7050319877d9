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
