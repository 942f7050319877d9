import type { Deadline } from "../schema/index.ts";

const HOUR = 3_600_000;

/**
 * The instant, in milliseconds since the epoch, at which a deadline has passed. A date alone means the whole of that
 * day in `zone` (IANA name): the result is the first instant after it. Throws RangeError for an unknown zone.
 */
export function deadlineInstant(due: Deadline, zone: string): number {
  if (due.includes("T")) return Date.parse(due);
  return endOfDay(Date.parse(`${due}T00:00:00Z`) + 24 * HOUR, zone);
}

/** True from the instant of the deadline on. `now` is in milliseconds since the epoch. */
export function isOverdue(due: Deadline, zone: string, now: number): boolean {
  return now >= deadlineInstant(due, zone);
}

/**
 * The last instant at which wall clocks in the zone still show less than `midnight` (a wall time, written as if it
 * were UTC). Clocks may skip midnight or show it twice, so the change of offset nearby has to be found and both its
 * sides tried; there is never more than one within three days.
 */
function endOfDay(midnight: number, zone: string): number {
  const early = midnight - 36 * HOUR;
  const late = midnight + 36 * HOUR;
  const before = offsetAt(early, zone);
  const after = offsetAt(late, zone);
  if (before === after) return midnight - before;
  const change = changeBetween(early, late, before, zone);
  return midnight - after > change ? midnight - after : Math.min(change, midnight - before);
}

/** The first whole second in (early, late] whose offset is no longer `before`. */
function changeBetween(early: number, late: number, before: number, zone: string): number {
  let low = early;
  let high = late;
  while (high - low > 1000) {
    const middle = low + Math.floor((high - low) / 2000) * 1000;
    if (offsetAt(middle, zone) === before) low = middle;
    else high = middle;
  }
  return high;
}

/** Milliseconds by which wall clocks in the zone are ahead of UTC at a whole second. */
function offsetAt(instant: number, zone: string): number {
  const part: Record<string, number> = {};
  for (const { type, value } of formatter(zone).formatToParts(instant)) part[type] = Number(value);
  const wall = Date.UTC(
    part["year"] ?? 0,
    (part["month"] ?? 1) - 1,
    part["day"],
    part["hour"],
    part["minute"],
    part["second"],
  );
  return wall - instant;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  formatters.set(zone, made);
  return made;
}
