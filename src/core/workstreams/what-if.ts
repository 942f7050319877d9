import { type Delay, delayed } from "../dependencies/delay.ts";
import type { Plan } from "./plan.ts";

export type WhatIf = {
  readonly id: string;
  /** By how much it is late. */
  readonly hours: number;
  /** Milliseconds since the epoch. */
  readonly finish: number;
  /** Hours by which the expected finish moves. */
  readonly shift: number;
  /** Ids of tasks that then miss a deadline, and would not otherwise. */
  readonly missed: readonly string[];
};

/** How late a task is taken to be where nobody says. */
export const usualDelay = 8;
const most = 8;

/** What becomes of the workstream when a critical task is late, for each of the first eight on the path. */
export function whatIfs(plan: Plan): readonly WhatIf[] {
  return plan.schedule.path.slice(0, most).flatMap((id) => whatIf(plan, id, usualDelay) ?? []);
}

/** Null for a task that is not open, or in a circle. Throws RangeError when `hours` is below 0. */
export function whatIf(plan: Plan, id: string, hours: number): WhatIf | null {
  const delay: Delay = delayed(plan.input, id, hours);
  if (delay.kind === "none") return null;
  return {
    id,
    hours,
    finish: delay.finish,
    shift: delay.shift,
    missed: delay.missed.filter((one) => !one.isMissedAnyway).map((one) => one.id),
  };
}
