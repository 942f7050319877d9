import type { RoutineState } from "../../schema/index.ts";
import { fires, silent } from "./judgement.ts";
import type { Judgement, Rule, RuleContext } from "./rule.ts";
import { titled } from "./title.ts";

/** A routine ran and failed, such as the reading of a configuration that is broken. One problem until it succeeds. */
export const routineFailed = {
  id: "routine-failed",
  about: "routine",
  kind: "alert",
  when: "a routine ran and failed; so does a broken configuration",
  does: "alert; the last good configuration stays in force",
  evaluate,
} as const satisfies Rule<"routine">;

function evaluate(routine: RoutineState, { policy }: RuleContext): Judgement {
  const { health, name, result, last_run: last, desired } = routine;
  if (health !== "failed") return silent(`it is ${health}`, []);
  return fires({
    cause: "failed",
    title: titled(policy.config.rules.routine_failed, "Routine failed", name),
    why: `It is to be ${desired}. At ${last ?? "an unknown time"} it said: ${result ?? "nothing"}`,
    to: ["operator", "orchestrator"],
    evidence: [],
    nextAt: null,
  });
}
