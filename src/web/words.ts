import type { Priority, Status } from "../schema/vocabulary.ts";

export const columns = [
  "inbox",
  "triaged",
  "planned",
  "assigned",
  "active",
  "blocked",
  "review",
  "done",
  "failed",
  "reverted",
  "archived",
] as const satisfies readonly Status[];

export const priorityOrder = [
  "urgent",
  "high",
  "medium",
  "low",
  "someday",
] as const satisfies readonly Priority[];

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** How long `ms` milliseconds are, in the largest unit that still says something: `12 s`, `5 min`, `7 h`, `12 d`. */
export function spellAge(ms: number): string {
  if (ms < minute) return `${Math.max(0, Math.floor(ms / 1000))} s`;
  if (ms < hour) return `${Math.floor(ms / minute)} min`;
  if (ms < 2 * day) return `${Math.floor(ms / hour)} h`;
  return `${Math.floor(ms / day)} d`;
}

/** An age as words; a time ahead of the clock by more than a few seconds is said to be so. */
export function spellAgo(ms: number): string {
  return ms < -10_000 ? `${spellAge(-ms)} ahead of this clock` : `${spellAge(ms)} ago`;
}

/** `2026-11-21 12:00:00 UTC` */
export function spellInstant(instant: string): string {
  return `${new Date(instant).toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

/** `12:00` on the day of `now`, else `20 Nov`, both in UTC. */
export function spellClock(instant: string, now: number): string {
  const at = new Date(instant);
  const isToday = at.toISOString().slice(0, 10) === new Date(now).toISOString().slice(0, 10);
  return isToday ? at.toISOString().slice(11, 16) : spellDay(instant, now);
}

/** A date or an instant as `20 Nov`, with the year when it is another one. Never shifted by a zone. */
export function spellDay(due: string, now: number): string {
  const at = new Date(due);
  const words = new Intl.DateTimeFormat("en-GB", {
    timeZone: "UTC",
    day: "numeric",
    month: "short",
  }).format(at);
  return at.getUTCFullYear() === new Date(now).getUTCFullYear()
    ? words
    : `${words} ${at.getUTCFullYear()}`;
}

/** The kind of an owner and its name, of `agent:atlas`. */
export function splitOwner(owner: string): { readonly kind: string; readonly name: string } {
  const colon = owner.indexOf(":");
  if (colon < 0) return { kind: owner, name: owner };
  return { kind: owner.slice(0, colon), name: owner.slice(colon + 1) };
}

/** Hours to a tenth: `5.5 h`. */
export function spellHours(hours: number): string {
  return `${tenth(hours)} h`;
}

/** An instant on the clock that began at `start`: `hour 53.5`. */
export function spellHour(instant: string, start: string): string {
  return `hour ${tenth((Date.parse(instant) - Date.parse(start)) / hour)}`;
}

/** `20 Nov, 12:24 UTC` */
export function spellMoment(instant: string): string {
  const at = new Date(instant);
  const day = new Intl.DateTimeFormat("en-GB", {
    timeZone: "UTC",
    day: "numeric",
    month: "short",
  }).format(at);
  return `${day}, ${at.toISOString().slice(11, 16)} UTC`;
}

function tenth(value: number): number {
  return Math.round(value * 10) / 10 + 0;
}
