import type { Status } from "../schema/index.ts";

const dayMs = 86_400_000;
const dateOnly = /^(\d{4})-(\d{2})-(\d{2})$/;

/**
 * Milliseconds since the epoch from which a deadline has passed. A date ends with its last moment in `zone` (IANA name),
 * so the answer is the first moment of the next day there. Throws RangeError for an unknown zone or an unreadable text.
 */
export function deadlineInstant(due: string, zone: string): number {
  const ends = endsIn.get(zone) ?? new Map<string, number>();
  const known = ends.get(due);
  if (known !== undefined) return known;
  const day = dateOnly.exec(due);
  if (day === null) return instantOf(due);
  const end = endOf(day, zone);
  if (ends.size >= maxEnds) ends.clear();
  endsIn.set(zone, ends.set(due, end));
  return end;
}

/** Reckoning with zones is slow, and every rule asks for the same few days again and again. */
const endsIn = new Map<string, Map<string, number>>();
const maxEnds = 10_000;

function endOf(day: RegExpExecArray, zone: string): number {
  const midnight = Date.UTC(Number(day[1]), Number(day[2]) - 1, Number(day[3])) + dayMs;
  const guess = midnight - offsetAt(midnight, zone);
  const better = midnight - offsetAt(guess, zone);
  // Near a change of the clock the two differ: the earlier one at which the next day has begun there is the answer.
  const [early = guess, late = guess] = guess < better ? [guess, better] : [better, guess];
  return early + offsetAt(early, zone) >= midnight ? early : late;
}

const settled: ReadonlySet<Status> = new Set<Status>(["done", "archived"]);

/** Whether a deadline is still of interest: failed and reverted work is still owed, done and archived work is not. */
export function canBeOverdue(status: Status): boolean {
  return !settled.has(status);
}

/** `now` in milliseconds since the epoch. Without a deadline nothing is overdue. */
export function isOverdue(
  task: { readonly status: Status; readonly due: string | null },
  now: number,
  zone: string,
): boolean {
  if (task.due === null || !canBeOverdue(task.status)) return false;
  return now >= deadlineInstant(task.due, zone);
}

function instantOf(text: string): number {
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw new RangeError(`expected a date or an instant, found "${text}"`);
  return at;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Milliseconds by which local time in `zone` is ahead of UTC at the instant `at`. */
export function offsetAt(at: number, zone: string): number {
  const parts = new Map<string, number>();
  for (const part of formatOf(zone).formatToParts(at)) parts.set(part.type, Number(part.value));
  const local = Date.UTC(
    parts.get("year") ?? 0,
    (parts.get("month") ?? 1) - 1,
    parts.get("day") ?? 1,
    parts.get("hour") ?? 0,
    parts.get("minute") ?? 0,
    parts.get("second") ?? 0,
  );
  return local - Math.floor(at / 1000) * 1000;
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  formats.set(zone, format);
  return format;
}
