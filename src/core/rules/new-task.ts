import type { TaskState } from "../../schema/index.ts";
import { fires, silent } from "./judgement.ts";
import { listed } from "./listed.ts";
import type { Judgement, Rule, RuleContext } from "./rule.ts";
import { titled } from "./title.ts";

/** An item is in the inbox: it has to be triaged, or asked about. */
export const newTask = {
  id: "new-task",
  about: "task",
  kind: "deed",
  when: "an item is in the inbox",
  does: "triage it, or ask for what is missing; assign it when it is complete",
  evaluate,
} as const satisfies Rule<"task">;

function evaluate(task: TaskState, { policy }: RuleContext): Judgement {
  const evidence = [task.url];
  if (task.status !== "inbox") return silent(`it is ${task.status}`, evidence);
  const lacks = (["kind", "priority", "domain"] as const).filter((fact) => task[fact] === null);
  const missing = lacks.length === 0 ? "Triage lacks nothing" : `Triage lacks: ${listed(lacks)}`;
  return fires({
    cause: task.created_at,
    title: titled(policy.config.rules.new_task, "New item", task.title),
    why: `It was filed by ${task.author} at ${task.created_at} and is in the inbox. ${missing}.`,
    to: ["orchestrator"],
    evidence,
    nextAt: null,
  });
}
