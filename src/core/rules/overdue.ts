import type { TaskState } from "../../schema/index.ts";
import { canBeOverdue, deadlineInstant } from "../deadline.ts";
import { ownersOf } from "./audience.ts";
import type { Judgement, Rule, RuleContext } from "./rule.ts";

/** The deadline has passed and the task is not done. Never for done, archived, or a task without a deadline. */
export const overdue = {
  id: "overdue",
  about: "task",
  kind: "alert",
  when: "deadline passed and not done",
  then: "alert; never for done, archived, or a task without a deadline",
  evaluate,
} as const satisfies Rule<"task">;

function evaluate(task: TaskState, { now, policy }: RuleContext): Judgement {
  const evidence = [task.url];
  if (!canBeOverdue(task.status))
    return { verdict: "silent", why: `it is ${task.status}`, evidence, nextAt: null };
  if (task.due === null)
    return {
      verdict: "cannot-judge",
      clears: true,
      why: "it has no deadline",
      evidence,
      nextAt: null,
    };

  const { timezone } = policy.config;
  const deadline = deadlineInstant(task.due, timezone);
  const when = task.due.includes("T") ? task.due : `the end of ${task.due} in ${timezone}`;
  if (now < deadline)
    return { verdict: "silent", why: `it is due at ${when}`, evidence, nextAt: deadline };
  return {
    verdict: "fires",
    cause: task.due,
    title: `Overdue: ${task.title}`,
    why: `It was due at ${when} and is ${task.status}. Owner: ${task.owner ?? "nobody"}.`,
    to: ownersOf(task),
    evidence,
    nextAt: null,
  };
}
