import type { RoutineState } from "../../schema/index.ts";
import { toInstant } from "../instant.ts";
import type { Policy } from "../policy.ts";
import { cannotJudge, fires, silent } from "./judgement.ts";
import type { Judgement, Rule, RuleContext } from "./rule.ts";
import { minutesMs } from "./span.ts";
import { titled } from "./title.ts";

/** A routine on a clock did not run within its interval and `rules.routine_missed.grace_minutes`. */
export const routineMissed = {
  id: "routine-missed",
  about: "routine",
  kind: "alert",
  when: "a routine that ran before did not run within its interval and `grace_minutes`; for the tick: an issue that is new waited so long for it",
  does: "stale",
  evaluate,
} as const satisfies Rule<"routine">;

function evaluate(known: RoutineState, { now, policy }: RuleContext): Judgement {
  const routine = asExpected(known, policy);
  const { every_minutes: every, last_run: last } = routine;
  if (every === null) return silent("it is not on a clock", []);
  const limit = missedFrom(routine, policy);
  if (last === null || limit === null) return cannotJudge("it never ran", []);

  if (now < limit) return silent(`it ran at ${last}`, [], limit);
  const due = toInstant(Date.parse(last) + minutesMs(every));
  return fires({
    cause: last,
    title: titled(policy.config.rules.routine_missed, "Routine missed", routine.name),
    why: `It has not run since ${last} and is to run every ${every} min (${routine.schedule}): it is late since ${due}. Last result: ${routine.result ?? "none"}.`,
    to: ["orchestrator", "operator"],
    evidence: [],
    nextAt: null,
  });
}

/**
 * Milliseconds since the epoch from which a routine counts as missed, unless it runs; null: it is not on a clock, or it
 * never ran, as in a room that was just set up.
 */
export function missedFrom(known: RoutineState, policy: Policy): number | null {
  const { every_minutes: every, last_run: last } = asExpected(known, policy);
  if (every === null || last === null) return null;
  const { grace_minutes: grace } = policy.config.rules.routine_missed;
  return Date.parse(last) + minutesMs(every) + minutesMs(grace);
}

/** The report and the audit are expected as the policy says now, whatever it said when they last ran. */
export function asExpected(routine: RoutineState, { config }: Policy): RoutineState {
  const { report_hours, audit_hours } = config.rules.routine_missed;
  if (routine.id === "report") return { ...routine, ...onClock(report_hours) };
  if (routine.id === "audit") return { ...routine, ...onClock(audit_hours) };
  return routine;
}

/** null: on no clock. */
export function onClock(hours: number | null): Pick<RoutineState, "schedule" | "every_minutes"> {
  if (hours === null) return { schedule: "when asked for", every_minutes: null };
  return { schedule: `every ${hours} h`, every_minutes: hours * 60 };
}
