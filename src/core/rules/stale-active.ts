import type { TaskState } from "../../schema/index.ts";
import { ownersOf } from "./audience.ts";
import { statusBegan } from "./began.ts";
import { cannotJudge, fires, silent } from "./judgement.ts";
import type { Judgement, Rule, RuleContext } from "./rule.ts";
import { daysMs } from "./span.ts";
import { titled } from "./title.ts";

/** Active for longer than `rules.stale_active.days`, by GitHub's timeline. */
export const staleActive = {
  id: "stale-active",
  about: "task",
  kind: "alert",
  when: "active for longer than `days`",
  does: "alert: stale task",
  evaluate,
} as const satisfies Rule<"task">;

function evaluate(task: TaskState, { now, policy }: RuleContext): Judgement {
  const evidence = [task.url];
  if (task.status !== "active") return silent(`it is ${task.status}`, evidence);
  const began = statusBegan(task, now);
  if (began.at === null) return cannotJudge(began.why, evidence, began.nextAt);

  const settings = policy.config.rules.stale_active;
  const limit = began.at + daysMs(settings.days);
  if (now < limit) return silent(`it is active since ${began.text}`, evidence, limit);
  const sign = task.last_work === null ? "none is known" : task.last_work;
  return fires({
    cause: began.text,
    title: titled(settings, `Active for more than ${settings.days} d`, task.title),
    why: `It is active since ${began.text}. Owner: ${task.owner ?? "nobody"}. Last work on it: ${sign}.`,
    to: ownersOf(task),
    evidence,
    nextAt: null,
  });
}
