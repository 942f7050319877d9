import type { Severity } from "../../schema/index.ts";
import { offsetAt } from "../deadline.ts";
import type { Policy } from "../policy.ts";

const minuteMs = 60_000;
const dayMinutes = 1440;

/**
 * Milliseconds since the epoch at which the quiet hours end that hold back an alert of this severity at `now`; null: it
 * may go out. They are read off the clock on the wall of the configured zone, and go over midnight when they end before
 * they begin; none when both ends are the same.
 */
export function quietUntil(policy: Policy, severity: Severity, now: number): number | null {
  const { timezone, alerts } = policy.config;
  const hours = alerts.quiet_hours;
  if (hours === null || hours.except.includes(severity)) return null;
  const from = minutesOf(hours.from);
  const to = minutesOf(hours.to);
  const isQuiet = (at: number): boolean => {
    const minute = minuteOfDay(at, timezone);
    return from <= to ? minute >= from && minute < to : minute >= from || minute < to;
  };
  if (!isQuiet(now)) return null;

  let quiet = Math.floor(now / minuteMs);
  let over = quiet;
  do {
    const left = (to - minuteOfDay(over * minuteMs, timezone) + dayMinutes) % dayMinutes;
    // Where the clock goes back on the way it is still quiet then.
    over += left === 0 ? 1 : left;
  } while (isQuiet(over * minuteMs));
  // Where it goes forward they ended before.
  while (over - quiet > 1) {
    const middle = Math.floor((quiet + over) / 2);
    if (isQuiet(middle * minuteMs)) quiet = middle;
    else over = middle;
  }
  return over * minuteMs;
}

function minutesOf(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(":").map(Number);
  return hours * 60 + minutes;
}

function minuteOfDay(at: number, zone: string): number {
  const minute = Math.floor((at + offsetAt(at, zone)) / minuteMs) % dayMinutes;
  return minute < 0 ? minute + dayMinutes : minute;
}
