import type { TaskState } from "../../schema/index.ts";
import { canBeOverdue } from "../deadline.ts";
import { toInstant } from "../instant.ts";
import type { World } from "../world.ts";
import { ownersOf } from "./audience.ts";
import { dueOf } from "./due.ts";
import { cannotJudge, fires, nothingToJudge, silent } from "./judgement.ts";
import type { Judgement, Rule, RuleContext } from "./rule.ts";
import { titled } from "./title.ts";

/**
 * Most of the time for a task is gone: `rules.deadline_risk.share` of what lies between its deadline and its filing, or the
 * start of its workstream where that is later.
 */
export const deadlineRisk = {
  id: "deadline-risk",
  about: "task",
  kind: "alert",
  when: "`share` of the time from filing, or from the workstream's start, to the deadline is gone, and not in review",
  does: "flag it: extend or help",
  evaluate,
} as const satisfies Rule<"task">;

function evaluate(task: TaskState, { now, policy, world }: RuleContext): Judgement {
  const evidence = [task.url];
  if (task.status === "review" || !canBeOverdue(task.status))
    return silent(`it is ${task.status}`, evidence);
  const due = dueOf(task, policy.config.timezone);
  if (due === null) return nothingToJudge("it has no deadline", evidence);
  if (now >= due.at) return silent(`its deadline, ${due.words}, has passed`, evidence);

  const start = startOf(task, world);
  const window = due.at - start;
  if (!(window > 0)) return cannotJudge("its deadline is not after its start", evidence, due.at);

  const settings = policy.config.rules.deadline_risk;
  const limit = start + Math.round(window * settings.share);
  if (now < limit)
    return silent(`it is due at ${due.words}`, evidence, limit < due.at ? limit : null);
  const spent = `${Math.round(settings.share * 100)} % of the time since ${toInstant(start)}`;
  return fires({
    cause: due.cause,
    title: titled(settings, "Deadline at risk", task.title),
    why: `It is due at ${due.words}, is ${task.status}, and ${spent} was gone at ${toInstant(limit)}: extend or help. Owner: ${task.owner ?? "nobody"}.`,
    to: ownersOf(task),
    evidence,
    nextAt: due.at,
  });
}

function startOf(task: TaskState, { workstreams }: World): number {
  const filed = Date.parse(task.created_at);
  const workstream = task.workstream === null ? undefined : workstreams.get(task.workstream);
  // A milestone of the same name in another repository is not this task's workstream.
  if (workstream === undefined || workstream.repo !== task.repo) return filed;
  return Math.max(filed, Date.parse(workstream.start));
}
