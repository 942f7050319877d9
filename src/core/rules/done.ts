import type { TaskState } from "../../schema/index.ts";
import { waitsFor, type World } from "../world.ts";
import { fires, silent } from "./judgement.ts";
import { listed } from "./listed.ts";
import type { Judgement, Rule, RuleContext } from "./rule.ts";
import { titled } from "./title.ts";

/** Done, and tasks are still blocked on it that nothing else holds up. */
export const done = {
  id: "done",
  about: "task",
  kind: "deed",
  when: "a task is done",
  does: "update the statistics, unblock what waited for it, record the evidence",
  evaluate,
} as const satisfies Rule<"task">;

function evaluate(task: TaskState, { policy, world }: RuleContext): Judgement {
  const evidence = task.link === null ? [task.url] : [task.url, task.link];
  if (task.status !== "done") return silent(`it is ${task.status}`, evidence);
  const held: string[] = [];
  for (const id of world.dependents.get(task.id) ?? []) {
    if (isFreed(world.tasks.get(id), task.id, world)) held.push(id);
  }
  if (held.length === 0) return silent("nothing that could go on is blocked on it", evidence);
  return fires({
    cause: task.since,
    title: titled(policy.config.rules.done, "Done", task.title),
    why: `It is done, and still blocked on it: ${listed(held)}.`,
    to: ["orchestrator"],
    evidence,
    nextAt: null,
  });
}

function isFreed(waiting: TaskState | undefined, on: string, { tasks }: World): boolean {
  if (waiting?.status !== "blocked" || waiting.blocked?.on !== on) return false;
  return waitsFor(waiting).every((id) => tasks.get(id)?.status === "done");
}
