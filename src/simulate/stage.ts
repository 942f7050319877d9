import { filedOf, perform } from "./deeds.ts";
import type { Scenario } from "./scenario.ts";
import { type World, worldOn } from "./world.ts";

/** GitHub with its own clock, on which everything that is planned happens by itself. */
export type Stage = {
  readonly world: World;
  /** Milliseconds since the epoch, by GitHub's clock. */
  readonly now: () => number;
  /** Lets time go by: everything that people and agents do up to then happens. */
  readonly letPass: (until: number) => void;
};

type Happening = { readonly at: number; readonly make: (world: World) => void };

export function stageFor(scenario: Scenario): Stage {
  const happenings = happeningsOf(scenario);
  let time = Math.min(scenario.start, happenings[0]?.at ?? scenario.start);
  let next = 0;
  const world = worldOn(() => time);
  return {
    world,
    now: () => time,
    letPass: (until) => {
      for (let one = happenings[next]; one !== undefined && one.at <= until;) {
        time = Math.max(time, one.at);
        one.make(world);
        next += 1;
        one = happenings[next];
      }
      time = Math.max(time, until);
    },
  };
}

function happeningsOf({ lives }: Scenario): readonly Happening[] {
  const all: Happening[] = [];
  for (const life of lives) {
    const { number, filedAt, by } = life;
    all.push({ at: filedAt, make: (world) => world.file(number, by, filedOf(life)) });
    for (const step of life.steps)
      all.push({ at: step.at, make: (world) => perform(step, number, world) });
  }
  return all.toSorted((a, b) => a.at - b.at);
}
