import { shareOf } from "./random.ts";
import type { Scenario } from "./scenario.ts";

/** Whether a task can be read and written in a tick. */
export function isReadable(scenario: Scenario, index: number, task: number): boolean {
  const tick = scenario.ticks[index];
  if (tick === undefined || tick.fault === "down") return false;
  return tick.failing === 0 || shareOf(`${scenario.seed} ${index} ${task}`) >= tick.failing;
}
