import type { WorkstreamState } from "../../schema/index.ts";
import type { World } from "../world.ts";
import { nextActions, type NextAction } from "./next-actions.ts";
import { assumedIn, type Plan, planOf } from "./plan.ts";
import { type Risk, risksOf } from "./risks.ts";
import { whatIfs, type WhatIf } from "./what-if.ts";

/** All that time alone can change about a workstream: worked out when it is shown, never stored. */
export type WorkstreamForecast = {
  readonly plan: Plan;
  /** Expected, milliseconds since the epoch; null when no task can be judged. */
  readonly finish: number | null;
  /** Share of all estimated hours that is done, from 0 to 1; null without a task. */
  readonly progress: number | null;
  /** Hours left that nobody estimated and the finish rests on. */
  readonly assumedHours: number;
  readonly risks: readonly Risk[];
  readonly next: readonly NextAction[];
  readonly whatIfs: readonly WhatIf[];
};

export type ForecastOptions = {
  /** IANA zone in which a date-only deadline ends. */
  readonly zone: string;
  /** Minutes after the end of its slot until a check-in is late. */
  readonly graceMinutes: number;
};

const actions = 3;

/** `now` in milliseconds since the epoch. */
export function forecastOf(
  workstream: WorkstreamState,
  world: World,
  now: number,
  { zone, graceMinutes }: ForecastOptions,
): WorkstreamForecast {
  const plan = planOf(workstream, world, zone, now);
  return {
    plan,
    finish: plan.schedule.finish,
    progress: progressOf(plan),
    assumedHours: assumedIn(plan).reduce((sum, { left }) => sum + left, 0),
    risks: risksOf({ ...plan, graceMinutes }),
    next: nextActions(plan, actions),
    whatIfs: whatIfs(plan),
  };
}

function progressOf({ tasks }: Plan): number | null {
  let all = 0;
  let done = 0;
  for (const { task, isOutside, hours, left } of tasks.values()) {
    if (isOutside || task.status === "archived") continue;
    all += hours;
    done += hours - left;
  }
  return all === 0 ? null : done / all;
}
