import type { TaskState } from "../../schema/index.ts";
import { ownersOf } from "./audience.ts";
import { fires, silent } from "./judgement.ts";
import type { Judgement, Rule, RuleContext } from "./rule.ts";
import { titled } from "./title.ts";

/** An open issue with more history than is read: it cannot be judged, and never will be again. */
export const historyCut = {
  id: "history-cut",
  about: "task",
  kind: "alert",
  when: "an open issue has more history than is read: 3,000 entries",
  does: "alert: nothing is decided on it any more",
  evaluate,
} as const satisfies Rule<"task">;

function evaluate(task: TaskState, { policy }: RuleContext): Judgement {
  const evidence = [task.url];
  if (task.history_cut !== true) return silent("its history is read to its end", evidence);
  if (task.status === "done" || task.status === "archived")
    return silent(`it is ${task.status}`, evidence);
  return fires({
    cause: "history",
    title: titled(policy.config.rules.history_cut, "History too long", task.title),
    why: "It has more history than is read, so that no command or label on it is heard. Close it, and go on in a new issue.",
    to: [...new Set([...ownersOf(task), "orchestrator"])],
    evidence,
    nextAt: null,
  });
}
