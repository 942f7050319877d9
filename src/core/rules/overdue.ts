import type { TaskState } from "../../schema/index.ts";
import { canBeOverdue, deadlineInstant } from "../deadline.ts";
import type { Judgement, RuleContext, TaskRule } from "./rule.ts";

/** The deadline has passed and the task is not done. Never for done, archived, or a task without a deadline. */
export const overdue = { id: "overdue", severity: "urgent", evaluate } as const satisfies TaskRule;

function evaluate(task: TaskState, { now, zone }: RuleContext): Judgement {
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

  const deadline = deadlineInstant(task.due, zone);
  const when = task.due.includes("T") ? task.due : `the end of ${task.due} in ${zone}`;
  if (now < deadline)
    return { verdict: "silent", why: `it is due at ${when}`, evidence, nextAt: deadline };
  return {
    verdict: "fires",
    cause: task.due,
    title: `Overdue: ${task.title}`,
    why: `It was due at ${when} and is ${task.status}. Owner: ${task.owner ?? "nobody"}.`,
    evidence,
    nextAt: null,
  };
}
