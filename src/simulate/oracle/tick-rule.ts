import type { Scenario, Tick } from "../scenario.ts";
import { at, type Expected, passed, type Shown } from "./verdict.ts";

const minute = 60_000;
/** How long a routine may be late, as the rules have it. */
const grace = 15 * minute;

export type TickJudge = (
  tick: Pick<Tick, "fault">,
  pass: { readonly start: number; readonly end: number },
  shown: Shown,
) => Expected;

/**
 * What may be said of the ticks themselves: one is late only where a task has been filed that the last sound one cannot have
 * seen, and that has waited for longer than the interval and the grace. It was changed since, perhaps, so it need not be said.
 */
export function judgeTicks({ lives, tickMinutes }: Scenario): TickJudge {
  const every = Math.max(5, tickMinutes) * minute;
  let sound: number | null = null;
  return ({ fault }, { start, end }, shown) => {
    const since = sound;
    if (fault === "none") sound = start;
    const waiting = lives.filter(
      ({ filedAt }) => since !== null && filedAt >= since && filedAt <= end,
    );
    const oldest = Math.min(...waiting.map(({ filedAt }) => filedAt));
    const isLate = waiting.length > 0 && passed(at(oldest + every + grace), shown) !== "no";
    const otherwise = fault === "none" ? "no" : "held";
    const verdict = isLate ? "may" : otherwise;
    return { rule: "routine-missed", entity: "tick", verdict, cause: "", why: "" };
  };
}
