import type { TaskState } from "../../schema/index.ts";
import { canBeOverdue } from "../deadline.ts";
import { ownersOf } from "./audience.ts";
import { dueOf } from "./due.ts";
import { fires, nothingToJudge, silent } from "./judgement.ts";
import type { Judgement, Rule, RuleContext } from "./rule.ts";
import { titled } from "./title.ts";

/** The deadline has passed and the task is not done. Never for done, archived, or a task without a deadline. */
export const overdue = {
  id: "overdue",
  about: "task",
  kind: "alert",
  when: "deadline passed and not done",
  does: "alert; never for done, archived, or a task without a deadline",
  evaluate,
} as const satisfies Rule<"task">;

function evaluate(task: TaskState, { now, policy }: RuleContext): Judgement {
  const evidence = [task.url];
  if (!canBeOverdue(task.status)) return silent(`it is ${task.status}`, evidence);
  const due = dueOf(task, policy.config.timezone);
  if (due === null) return nothingToJudge("it has no deadline", evidence);
  if (now < due.at) return silent(`it is due at ${due.words}`, evidence, due.at);
  return fires({
    cause: due.cause,
    title: titled(policy.config.rules.overdue, "Overdue", task.title),
    why: `It was due at ${due.words} and is ${task.status}. Owner: ${task.owner ?? "nobody"}.`,
    to: ownersOf(task),
    evidence,
    nextAt: null,
  });
}
