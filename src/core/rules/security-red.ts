import type { TaskState } from "../../schema/index.ts";
import { canBeOverdue } from "../deadline.ts";
import type { World } from "../world.ts";
import { ownersOf } from "./audience.ts";
import { carriesLabel } from "./carries-label.ts";
import { fires, silent } from "./judgement.ts";
import type { Judgement, Rule, RuleContext } from "./rule.ts";
import { titled } from "./title.ts";

/** An open task carries `rules.security_red.label`. */
export const securityRed = {
  id: "security-red",
  about: "task",
  kind: "alert",
  when: "an open task carries `label`",
  does: "halt: nothing becomes active, agents are told, until a person resumes",
  evaluate,
} as const satisfies Rule<"task">;

function evaluate(task: TaskState, { policy, world }: RuleContext): Judgement {
  const evidence = [task.url];
  if (!canBeOverdue(task.status)) return silent(`it is ${task.status}`, evidence);
  const settings = policy.config.rules.security_red;
  if (!carriesLabel(task, settings.label))
    return silent(`it does not carry the label ${settings.label}`, evidence);
  return fires({
    cause: settings.label,
    title: titled(settings, "Security is red", task.title),
    why: `It carries the label ${settings.label} and is ${task.status}. ${haltWords(world)}`,
    to: [...new Set([...ownersOf(task), "orchestrator", "operator"])],
    evidence,
    nextAt: null,
  });
}

function haltWords({ halt }: World): string {
  if (halt === null) return "Work is not halted.";
  return `All new work is halted since ${halt.at} by ${halt.by} on ${halt.task}: ${halt.reason}. A person who is a member resumes it with /resume there.`;
}
