const hour = 3_600_000;

/**
 * The instant from which a deadline has passed, in milliseconds since the epoch: an instant itself, or the end of a day, found
 * by asking what day it is in the zone, and halving.
 */
export function endOf(due: string, zone: string): number {
  if (due.includes("T")) return Date.parse(due);
  const key = `${due} ${zone}`;
  const known = ends.get(key);
  if (known !== undefined) return known;
  // It is still that day somewhere for 12 hours after midnight in UTC, and already the next for 14 hours before.
  let early = Date.parse(`${due}T00:00:00Z`) - 15 * hour;
  let late = early + 56 * hour;
  while (late - early > 1) {
    const middle = Math.floor((early + late) / 2);
    if (dayIn(zone, middle) > due) late = middle;
    else early = middle;
  }
  ends.set(key, late);
  return late;
}

const ends = new Map<string, number>();
const formats = new Map<string, Intl.DateTimeFormat>();

/** The date in a zone, as `2026-11-21`. */
function dayIn(zone: string, at: number): string {
  let format = formats.get(zone);
  if (format === undefined) {
    // Swedish dates are written so.
    format = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short" });
    formats.set(zone, format);
  }
  return format.format(at);
}
