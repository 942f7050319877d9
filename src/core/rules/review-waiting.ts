import type { TaskState } from "../../schema/index.ts";
import { statusBegan } from "./began.ts";
import { cannotJudge, fires, silent } from "./judgement.ts";
import type { Judgement, Rule, RuleContext } from "./rule.ts";
import { hoursMs } from "./span.ts";
import { titled } from "./title.ts";

/** In review for longer than `rules.review_waiting.hours`; the orchestrator hears of it after `orchestrator_after_hours`. */
export const reviewWaiting = {
  id: "review-waiting",
  about: "task",
  kind: "alert",
  when: "in review for longer than `hours`",
  does: "alert the reviewer, and after `orchestrator_after_hours` the orchestrator",
  evaluate,
} as const satisfies Rule<"task">;

function evaluate(task: TaskState, { now, policy }: RuleContext): Judgement {
  const evidence = task.link === null ? [task.url] : [task.url, task.link];
  if (task.status !== "review") return silent(`it is ${task.status}`, evidence);
  const began = statusBegan(task, now);
  if (began.at === null) return cannotJudge(began.why, evidence, began.nextAt);

  const settings = policy.config.rules.review_waiting;
  const limit = began.at + hoursMs(settings.hours);
  if (now < limit) return silent(`it is in review since ${began.text}`, evidence, limit);
  const second = began.at + hoursMs(settings.orchestrator_after_hours);
  return fires({
    cause: began.text,
    title: titled(settings, `In review for more than ${settings.hours} h`, task.title),
    why: `It waits for a verdict since ${began.text}. Owner: ${task.owner ?? "nobody"}.`,
    to: now < second ? ["reviewer"] : ["reviewer", "orchestrator"],
    evidence,
    nextAt: now < second ? second : null,
  });
}
