import { type Random, randomOf } from "../random.ts";
import { type Agent, cast, leaseIntervals, type Numbers } from "../scenario.ts";
import { wholeSecond } from "./ticks.ts";

const hour = 3_600_000;

/** Where and when: periods in which the clocks of a zone change, and zones where they never do. */
const places = [
  ["Europe/Berlin", "2026-10-23"],
  ["America/New_York", "2026-10-30"],
  ["Australia/Lord_Howe", "2026-10-01"],
  ["Pacific/Auckland", "2026-09-24"],
  ["America/New_York", "2027-03-11"],
  ["Europe/Berlin", "2027-03-26"],
  ["America/Havana", "2026-10-30"],
  ["Asia/Kolkata", "2026-11-20"],
  ["Pacific/Kiritimati", "2026-12-28"],
  ["Pacific/Honolulu", "2027-02-26"],
] as const;

export function planPlace(seed: number): { readonly zone: string; readonly start: number } {
  const random = randomOf(seed, "place");
  const [zone, day] = random.pick(places);
  return {
    zone,
    start: wholeSecond(Date.parse(`${day}T00:00:00Z`) + random.between(0, 24 * hour)),
  };
}

/** The limits of the rules: those of the specification where the period is long enough to reach them, else shorter ones. */
export function planNumbers(seed: number, days: number, tasks: number): Numbers {
  const random = randomOf(seed, "numbers");
  const isLong = days >= 14;
  const hours = (usual: number, from: number, to: number) =>
    isLong ? usual : Math.round(random.between(from, to) * 4) / 4;
  const reviewHours = hours(24, 6, 18);
  return {
    untriagedHours: hours(24, 8, 24),
    staleDays: isLong ? 7 : Math.round(random.between(0.75, 2) * 8) / 8,
    dueSoonHours: hours(24, 8, 24),
    riskShare: isLong ? 5 / 6 : random.pick([5 / 6, 0.75]),
    blockedHours: hours(48, 12, 36),
    reviewHours,
    silentIntervals: 2,
    pausedHours: hours(24, 8, 24),
    approvalsMoreThan: Math.max(1, Math.round(tasks * random.between(0.03, 0.08))),
    approvalHours: hours(72, 20, 60),
    remindShare: 0.5,
    urgeShare: 0.9,
  };
}

export type PlannedAgent = Agent & {
  /** When it does nothing at all. */
  readonly deaths: readonly { readonly from: number; readonly to: number }[];
};

export function planAgents(
  seed: number,
  count: number,
  start: number,
  end: number,
): readonly PlannedAgent[] {
  return Array.from({ length: count }, (_none, index) => {
    const random = randomOf(seed, `agent ${index}`);
    const heartbeatHours = random.pick([12, 18, 24]);
    return {
      id: `agent-${index + 1}`,
      login: `agent-${index + 1}-bot`,
      owner: random.pick(cast.people),
      heartbeatHours,
      // With the interval before and the one after it, this is less than what a lease takes to end.
      deaths: random.chance(0.5)
        ? [spell(random, start, end, (leaseIntervals - 2) * heartbeatHours)]
        : [],
      pauses: random.chance(0.2) ? [pauseOf(random, start, end)] : [],
    };
  });
}

function spell(random: Random, start: number, end: number, mostHours: number) {
  const from = wholeSecond(random.between(start, end));
  return { from, to: wholeSecond(from + random.between(4, mostHours) * hour) };
}

function pauseOf(random: Random, start: number, end: number): Agent["pauses"][number] {
  const pause = spell(random, start, end, 70);
  const limit = wholeSecond(pause.from + random.between(2, 40) * hour);
  return { ...pause, until: random.chance(0.5) ? limit : null };
}
