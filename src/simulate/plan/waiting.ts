import type { Random } from "../random.ts";
import type { Life, Tick } from "../scenario.ts";
import { isSound } from "./ticks.ts";

const minute = 60_000;
const tried = 30;

type Period = { readonly from: number; readonly to: number };

/**
 * When a task is done, as its life has it; `to` without end where it stays so. Nobody waits for one that is deleted, or that
 * goes off the board after it was done: what that means to others nothing says.
 */
function doneIn({ steps }: Life): readonly Period[] {
  const moves = steps.flatMap((step) => (step.what === "move" ? [step] : []));
  const first = moves.findIndex(({ to }) => to === "done");
  const isGone = moves.some(({ to }, index) => to === "archived" && index > first);
  if (first < 0 || isGone || steps.some(({ what }) => what === "delete")) return [];
  return moves.flatMap(({ to, at }, index) =>
    to === "done" ? [{ from: at, to: moves[index + 1]?.at ?? Number.POSITIVE_INFINITY }] : [],
  );
}

/** The time from `at` on in which a task is done; null: it is never done again. */
export function nextDone(life: Life, at: number): Period | null {
  return doneIn(life).find(({ to }) => to > at) ?? null;
}

/** By when two ticks without any fault have surely seen to what was so at `at`; null: there are not so many. */
export function seenTo(ticks: readonly Tick[], at: number): number | null {
  const second = ticks.filter((tick) => tick.at >= at && isSound(tick))[1];
  return second === undefined ? null : second.at + 20 * minute;
}

/** `done` until `until`; by `seen` all the world has seen it. */
export type Blocker = {
  readonly number: number;
  readonly done: number;
  readonly seen: number;
  readonly until: number;
};

/** An earlier task that is not done at an instant and will be, and stays so until others have gone on. */
export function blockerAt(
  lives: readonly Life[],
  ticks: readonly Tick[],
  at: number,
  random: Random,
): Blocker | null {
  for (let attempt = 0; attempt < tried; attempt++) {
    const life = lives[Math.floor(random.next() * lives.length)];
    if (life === undefined || life.filedAt >= at) continue;
    const period = nextDone(life, at);
    if (period === null || period.from <= at + 10 * minute) continue;
    const seen = seenTo(ticks, period.from);
    if (seen !== null && seen < period.to)
      return { number: life.number, done: period.from, seen, until: period.to };
  }
  return null;
}
