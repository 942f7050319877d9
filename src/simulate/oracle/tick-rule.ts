import { deliveriesOf } from "../faults.ts";
import type { Life, Scenario, Tick } from "../scenario.ts";
import { at, type Expected, passed, type Shown } from "./verdict.ts";

const minute = 60_000;
/** How long a routine may be late, as the rules have it. */
const grace = 15 * minute;

type Pass = { readonly start: number; readonly end: number };

export type TickJudge = (tick: Pick<Tick, "fault">, pass: Pass, shown: Shown) => Expected;

/**
 * What has to be said of the ticks themselves: one is late where a task has been filed that the last one cannot have seen, and
 * that has waited for longer than the interval and the grace. Every late tick is another problem. It may be said or not when
 * somebody has done something to the task since, which dates it anew, or when a tick in between broke off before its list or its commit.
 */
export function judgeTicks(scenario: Scenario): TickJudge {
  const { lives, tickMinutes } = scenario;
  const late = Math.max(5, tickMinutes) * minute + grace;
  let last: Pass | null = null;
  let isBroken = false;
  return ({ fault }, pass, shown) => {
    const { start, end } = last ?? pass;
    const verdicts = lives
      .filter(({ filedAt }) => last !== null && filedAt >= start && filedAt <= pass.end)
      .map((life) => {
        const verdict = passed(at(life.filedAt + late), shown);
        const isSure = life.filedAt > end && !isBroken && !isTouched(scenario, life, pass);
        return verdict === "must" && !isSure ? "may" : verdict;
      });
    if (fault === "list" || fault === "commit") isBroken = true;
    if (fault === "none") [last, isBroken] = [pass, false];
    const otherwise = fault === "none" ? "no" : "held";
    const most = verdicts.includes("must") && fault === "none" ? "must" : "may";
    const verdict = verdicts.every((one) => one === "no") ? otherwise : most;
    const why = "a task has waited for longer than a tick may take";
    return { rule: "routine-missed", entity: "tick", verdict, cause: `${start}`, why };
  };
}

/** Whether somebody has done something to a task by the end of a tick, or a webhook has made us look at it before. */
function isTouched(scenario: Scenario, { number, filedAt, steps }: Life, pass: Pass): boolean {
  const isTold = deliveriesOf(scenario, number, 0).some((delay) => filedAt + delay <= pass.start);
  return isTold || steps.some((step) => step.at <= pass.end);
}
