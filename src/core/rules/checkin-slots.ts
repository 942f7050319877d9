import { hoursMs } from "./span.ts";
import type { WorkstreamState } from "../../schema/index.ts";

type Schedule = WorkstreamState["checkins"][number];

/** Milliseconds since the epoch; a check-in is owed from `start` on and due at `end`. */
export type Slot = { readonly start: number; readonly end: number };

/** The whole slots of a schedule, reckoned, not listed: there may be any number of them. */
export type Slots = {
  /** The newest that had ended at `at`; null before the first one has. */
  readonly latest: (at: number) => Slot | null;
  /** The first that begins after `begin`, or at it, and ends after `end`; null when none does. */
  readonly first: (begin: number, end: number) => Slot | null;
};

export function slotsOf({ every_hours, from, until }: Schedule): Slots {
  const start = Date.parse(from);
  const length = Math.max(1, hoursMs(every_hours));
  const count = Math.floor((Date.parse(until) - start) / length);
  const slot = (index: number): Slot | null =>
    index >= 0 && index < count
      ? { start: start + index * length, end: start + (index + 1) * length }
      : null;
  return {
    latest: (at) => slot(Math.min(count, Math.floor((at - start) / length)) - 1),
    first: (begin, end) =>
      slot(Math.max(0, Math.ceil((begin - start) / length), Math.floor((end - start) / length))),
  };
}
