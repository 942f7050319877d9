import { randomOf } from "../random.ts";
import type { Life, Scenario } from "../scenario.ts";
import { haltingLife, isRed, planHalt } from "./halt.ts";
import { planLife } from "./life.ts";
import { planAgents, planNumbers, planPlace } from "./room.ts";
import { planTicks, wholeSecond } from "./ticks.ts";

export type Size = {
  readonly days: number;
  readonly tasks: number;
  readonly agents: number;
  readonly tickMinutes: number;
};

const day = 86_400_000;

/** Everything that will happen, from a seed: the same seed and size give the same scenario. */
export function planScenario(seed: number, size: Size): Scenario {
  const { zone, start } = planPlace(seed);
  const end = start + size.days * day;
  const numbers = planNumbers(seed, size.days, size.tasks);
  const agents = planAgents(seed, size.agents, start, end);
  const ticks = planTicks(seed, start, end, size.tickMinutes);
  const halt = planHalt(seed, start, end);
  const random = randomOf(seed, "filing");
  // Some are older than the room.
  const filed = Array.from({ length: size.tasks }, () =>
    wholeSecond(random.between(start - 2 * day, end - day / 4)),
  ).toSorted((a, b) => a - b);
  const lives: Life[] = [];
  const frame = { seed, start, end, zone, numbers, agents, ticks, lives, halt };
  for (const at of filed) {
    const number = lives.length + 1;
    const isHalting = halt !== null && at < halt.from && !lives.some(isRed);
    lives.push(isHalting ? haltingLife(number, at, halt) : planLife(frame, number, at));
  }
  return {
    seed,
    repo: "fleet/room",
    start,
    end,
    zone,
    tickMinutes: size.tickMinutes,
    numbers,
    agents,
    lives,
    ticks,
  };
}
