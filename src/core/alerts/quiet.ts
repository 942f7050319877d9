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
  if (!isQuiet(policy, severity, now)) return null;
  const { timezone: zone, alerts } = policy.config;
  const to = minutesOf(alerts.quiet_hours?.to ?? "");
  let at = Math.floor(now / minuteMs) * minuteMs;
  while (isQuiet(policy, severity, at)) {
    const left = (to - minuteOfDay(at, zone) + dayMinutes) % dayMinutes || dayMinutes;
    const end = at + left * minuteMs;
    // In a night in which the clock is changed the end may come sooner, later or not at all: minute by minute.
    at = offsetAt(at, zone) === offsetAt(end, zone) ? end : at + minuteMs;
  }
  return at;
}

/** Whether the quiet hours hold back an alert of this severity at `now` (milliseconds since the epoch). */
export function isQuiet(policy: Policy, severity: Severity, now: number): boolean {
  const { timezone, alerts } = policy.config;
  const hours = alerts.quiet_hours;
  if (hours === null || hours.except.includes(severity)) return false;
  const from = minutesOf(hours.from);
  const to = minutesOf(hours.to);
  const minute = minuteOfDay(now, timezone);
  return from <= to ? minute >= from && minute < to : minute >= from || minute < to;
}

function minutesOf(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(":").map(Number);
  return hours * 60 + minutes;
}

function minuteOfDay(at: number, zone: string): number {
  const minute = Math.floor((at + offsetAt(at, zone)) / minuteMs) % dayMinutes;
  return minute < 0 ? minute + dayMinutes : minute;
}
