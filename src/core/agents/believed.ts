/** Two clocks that agree may still be this far apart. */
const TOLERANCE_MS = 5 * 60_000;

/**
 * The instant, in milliseconds since the epoch, at which something dated `at` is taken to have happened. A date further
 * ahead than clocks may disagree is not believed beyond `now`: nobody is kept alive by a date in the future.
 */
export function believedAt(at: string, now: number): number {
  const dated = Date.parse(at);
  return dated > now + TOLERANCE_MS ? now : dated;
}
