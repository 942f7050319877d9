import type { RoutineState } from "../../schema/index.ts";
import { cannotJudge, fires, silent } from "./judgement.ts";
import type { Judgement, Rule, RuleContext } from "./rule.ts";
import { minutesMs } from "./span.ts";
import { titled } from "./title.ts";

/** A routine on a clock did not run within its interval and `rules.routine_missed.grace_minutes`. */
export const routineMissed = {
  id: "routine-missed",
  about: "routine",
  kind: "alert",
  when: "a routine did not run within its interval and `grace_minutes`",
  does: "stale",
  evaluate,
} as const satisfies Rule<"routine">;

function evaluate(routine: RoutineState, { now, policy }: RuleContext): Judgement {
  const { every_minutes: every, last_run: last } = routine;
  if (every === null) return silent("it is not on a clock", []);
  if (last === null) return cannotJudge("it never ran", []);

  const settings = policy.config.rules.routine_missed;
  const limit = Date.parse(last) + minutesMs(every) + minutesMs(settings.grace_minutes);
  if (now < limit) return silent(`it ran at ${last}`, [], limit);
  return fires({
    cause: last,
    title: titled(settings, "Routine missed", routine.name),
    why: `It ran last at ${last} and is to run every ${every} min (${routine.schedule}). Last result: ${routine.result ?? "none"}.`,
    to: ["orchestrator", "operator"],
    evidence: [],
    nextAt: null,
  });
}
