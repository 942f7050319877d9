import type { Size } from "../simulate/plan/scenario.ts";
import type { Fleet, Played } from "./soak-worker.ts";

/**
 * About how many seconds it takes until the rest is played, from what the fleets of a size have taken by now; of a size that
 * has not been played, from how much more there is in it. null: nothing has been played.
 */
export function secondsLeft(
  rest: readonly Fleet[],
  played: readonly Played[],
  workers: number,
): number | null {
  if (played.length === 0) return null;
  const all =
    sum(played.map(({ seconds }) => seconds)) / sum(played.map(({ size }) => workIn(size)));
  const taken = Map.groupBy(played, ({ size }) => workIn(size));
  const seconds = rest.map(({ size }) => {
    const same = taken.get(workIn(size)) ?? [];
    return same.length === 0
      ? workIn(size) * all
      : sum(same.map((one) => one.seconds)) / same.length;
  });
  return sum(seconds) / workers;
}

/** `1 h 20 min`, `3 min`. */
export function roughly(seconds: number): string {
  const minutes = Math.ceil(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

function workIn({ tasks, days }: Size): number {
  return tasks * days;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
