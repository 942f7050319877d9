import type { Random } from "../random.ts";
import { cast, criticalLabel, type Step } from "../scenario.ts";
import { wholeSecond } from "./ticks.ts";

const minute = 60_000;
const hour = 60 * minute;

/** What goes on beside the moves: deadlines that are moved or taken away, remarks. */
export function besides(random: Random, filedAt: number, end: number): readonly Step[] {
  const steps: Step[] = [];
  const some = () => wholeSecond(random.between(filedAt + 5 * minute, end));
  if (random.chance(0.2)) {
    const at = some();
    const due = planDue(random, at);
    const way = due === null ? "body" : random.pick(["command", "body"] as const);
    steps.push({ at, by: cast.operator, what: "due", due, way });
  }
  if (random.chance(0.1)) steps.push({ at: some(), by: cast.stranger, what: "remark" });
  if (random.chance(0.04)) {
    const by = random.pick(cast.people);
    const at = some();
    steps.push({ at, by, what: "mark", label: criticalLabel });
    const over = wholeSecond(random.between(at + 10 * minute, at + 3 * 24 * hour));
    if (random.chance(0.6) && over < end)
      steps.push({ at: over, by, what: "unmark", label: criticalLabel });
  }
  return steps;
}

export function planDue(random: Random, filedAt: number): string | null {
  if (random.chance(0.4)) return null;
  const at = filedAt + random.between(4, 7 * 24) * hour;
  return random.chance(0.6) ? dayOf(at) : instantOf(at);
}

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

function instantOf(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}
