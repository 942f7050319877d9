import type { TaskState } from "../../schema/index.ts";
import { canBeOverdue } from "../deadline.ts";
import { ownersOf } from "./audience.ts";
import { dueOf } from "./due.ts";
import { fires, nothingToJudge, silent } from "./judgement.ts";
import type { Judgement, Rule, RuleContext } from "./rule.ts";
import { hoursMs } from "./span.ts";
import { titled } from "./title.ts";

/** The deadline is less than `rules.due_soon.hours` away. Once it has passed, `overdue` speaks. */
export const dueSoon = {
  id: "due-soon",
  about: "task",
  kind: "alert",
  when: "deadline less than `hours` away, and neither in review nor done",
  does: "flag it as urgent, until the deadline has passed",
  evaluate,
} as const satisfies Rule<"task">;

function evaluate(task: TaskState, { now, policy }: RuleContext): Judgement {
  const evidence = [task.url];
  if (task.status === "review" || !canBeOverdue(task.status))
    return silent(`it is ${task.status}`, evidence);
  const due = dueOf(task, policy.config.timezone);
  if (due === null) return nothingToJudge("it has no deadline", evidence);
  if (now >= due.at) return silent(`its deadline, ${due.words}, has passed`, evidence);

  const settings = policy.config.rules.due_soon;
  const limit = due.at - hoursMs(settings.hours);
  if (now < limit) return silent(`it is due at ${due.words}`, evidence, limit);
  return fires({
    cause: due.cause,
    title: titled(settings, `Due in less than ${settings.hours} h`, task.title),
    why: `It is due at ${due.words} and is ${task.status}. Owner: ${task.owner ?? "nobody"}.`,
    to: ownersOf(task),
    evidence,
    nextAt: due.at,
  });
}
