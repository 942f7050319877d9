import type { TaskState } from "../../schema/index.ts";
import { canBeOverdue } from "../deadline.ts";
import { carriesLabel } from "./carries-label.ts";
import { fires, silent } from "./judgement.ts";
import type { Judgement, Rule, RuleContext } from "./rule.ts";
import { titled } from "./title.ts";

/** An open task carries one of `rules.critical_found.labels`. */
export const criticalFound = {
  id: "critical-found",
  about: "task",
  kind: "alert",
  when: "an open task carries one of `labels`, or an audit has a critical finding",
  does: "alert the orchestrator and the operator at once",
  evaluate,
} as const satisfies Rule<"task">;

function evaluate(task: TaskState, { policy }: RuleContext): Judgement {
  const evidence = [task.url];
  if (!canBeOverdue(task.status)) return silent(`it is ${task.status}`, evidence);
  const settings = policy.config.rules.critical_found;
  const label = settings.labels.find((one) => carriesLabel(task, one));
  if (label === undefined) return silent("it carries no label that says critical", evidence);
  return fires({
    cause: label,
    title: titled(settings, "Critical", task.title),
    why: `It carries the label ${label} and is ${task.status}. Owner: ${task.owner ?? "nobody"}.`,
    to: ["orchestrator", "operator"],
    evidence,
    nextAt: null,
  });
}
