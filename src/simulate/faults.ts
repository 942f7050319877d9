import { randomOf, shareOf } from "./random.ts";
import type { Scenario } from "./scenario.ts";

/** Whether a task can be read and written in a tick. */
export function isReadable(scenario: Scenario, index: number, task: number): boolean {
  const tick = scenario.ticks[index];
  if (tick === undefined || tick.fault === "down") return false;
  return tick.failing === 0 || shareOf(`${scenario.seed} ${index} ${task}`) >= tick.failing;
}

const minute = 60_000;

/** After how many milliseconds a step's webhooks arrive: none, one, or the same one again. */
export function deliveriesOf({ seed }: Scenario, task: number, step: number): readonly number[] {
  const random = randomOf(seed, `webhook ${task} ${step}`);
  if (random.chance(0.75)) return [];
  const first = random.chance(0.8)
    ? random.between(1_000, 30_000)
    : random.between(minute, 40 * minute);
  return random.chance(0.15) ? [first, first + random.between(0, 5 * minute)] : [first];
}
