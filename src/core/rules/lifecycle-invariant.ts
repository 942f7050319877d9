import type { TaskState } from "../../schema/index.ts";
import { statusOfLabel } from "../lifecycle/labels.ts";
import { fires, silent } from "./judgement.ts";
import { listed } from "./listed.ts";
import type { Judgement, Rule, RuleContext } from "./rule.ts";
import { titled } from "./title.ts";

/** A task has exactly one status label, that of its status. */
export const lifecycleInvariant = {
  id: "lifecycle-invariant",
  about: "task",
  kind: "deed",
  when: "none or several status labels, or another one than the task's status",
  does: "repair",
  evaluate,
} as const satisfies Rule<"task">;

/** Much cheaper than reading every label, and it lets through what may be one. */
const maybeStatus = /^\s*status\s*:/i;

function evaluate(task: TaskState, { policy }: RuleContext): Judgement {
  const evidence = [task.url];
  const found = task.labels.filter((label) => maybeStatus.test(label));
  const [only] = found;
  if (found.length === 1 && only !== undefined && statusOfLabel(only) === task.status)
    return silent(`its one status label is ${only}`, evidence);
  const carried = found.length === 0 ? "no status label" : listed(found);
  return fires({
    cause: carried,
    title: titled(policy.config.rules.lifecycle_invariant, "Wrong status labels", task.title),
    why: `It is ${task.status} and carries ${carried}.`,
    to: ["orchestrator"],
    evidence,
    nextAt: null,
  });
}
