import { toInstant } from "../../core/instant.ts";
import type { Policy } from "../../core/policy.ts";
import { asExpected, missedFrom } from "../../core/rules/routine-missed.ts";
import type { RoutineState, State } from "../../schema/index.ts";
import type { Pass } from "./pass.ts";

/** The tick as it is once this pass is over. */
export function tickRoutine(pass: Pass, left: readonly string[], now: number): RoutineState {
  const { every_minutes: every } = pass.context.policy.config.tick;
  const isDone = left.length === 0;
  return {
    id: "tick",
    name: "Tick",
    schedule: `every ${every} min`,
    desired: "nothing left",
    every_minutes: every,
    last_run: toInstant(now),
    result: isDone ? "nothing left" : `${left.length} left: ${shown(left)}`,
    failures: isDone ? 0 : (pass.before.routines["tick"]?.failures ?? 0) + 1,
    health: isDone ? "healthy" : "warning",
  };
}

/**
 * The tick as the rules have to judge it: a pass that finds nothing leaves no trace, so what tells that none was there in
 * time is what came in the meantime and that this pass was the first to see.
 */
export function judgedTick(pass: Pass, now: number): RoutineState {
  const tick = tickRoutine(pass, [], now);
  const result = pass.before.routines["tick"]?.result ?? null;
  return { ...tick, result, last_run: pass.waited ?? tick.last_run };
}

/**
 * Routines that should have run by now are stale; each says itself what it is once it has, and is well again when the policy
 * expects it later, or not at all.
 */
export function withStale(
  routines: State["routines"],
  policy: Policy,
  now: number,
): State["routines"] {
  return Object.fromEntries(
    Object.entries(routines).map(([id, known]) => {
      const routine = asExpected(known, policy);
      const from = id === "tick" ? null : missedFrom(routine, policy);
      if (from !== null && now >= from) return [id, { ...routine, health: "stale" }];
      return [id, routine.health === "stale" ? { ...routine, health: "healthy" } : routine];
    }),
  );
}

function shown(ids: readonly string[]): string {
  const first = ids.slice(0, 5).join(", ");
  return ids.length > 5 ? `${first} …` : first;
}
