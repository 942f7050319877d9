import { randomOf } from "../random.ts";
import { maxSkewMs, type Tick } from "../scenario.ts";

const minute = 60_000;
const hour = 60 * minute;

/** When ticks start and what goes wrong in each: they are late by minutes or by hours, left out, or cannot read. */
export function planTicks(seed: number, start: number, end: number, everyMinutes: number): Tick[] {
  const random = randomOf(seed, "ticks");
  const every = everyMinutes * minute;
  const gapShare = (0.35 * every) / (24 * hour);
  const ticks: Tick[] = [];
  let trouble = 0;
  let failing = 0;
  let quietUntil = start;
  for (let nominal = start + every; nominal < end; nominal += every) {
    if (random.chance(gapShare)) quietUntil = nominal + random.between(hour, 12 * hour);
    const late = random.chance(0.15)
      ? random.between(minute, 0.9 * every)
      : random.between(0, minute);
    const isDropped = random.chance(0.06);
    const skewMs = Math.round(random.between(-maxSkewMs, maxSkewMs));
    if (trouble > 0) trouble -= 1;
    else if (random.chance(0.03)) {
      trouble = Math.ceil(random.between(0, 4));
      failing = random.between(0.1, 0.6);
    }
    const fault = random.weighed<Tick["fault"]>([
      [94, "none"],
      [2, "down"],
      [2, "list"],
      [2, "commit"],
    ]);
    if (isDropped || nominal < quietUntil) continue;
    const at = wholeSecond(nominal + late);
    ticks.push({ at, skewMs, failing: trouble > 0 ? failing : 0, fault });
  }
  // At the end everything works again, so that it can be seen where the tasks have come to.
  for (let last = 0; last < 3; last++)
    ticks.push({ at: wholeSecond(end + last * every), skewMs: 0, failing: 0, fault: "none" });
  return ticks;
}

/** Whether everything works in a tick. */
export function isSound({ failing, fault }: Tick): boolean {
  return failing === 0 && fault === "none";
}

export function wholeSecond(ms: number): number {
  return Math.round(ms / 1000) * 1000;
}
