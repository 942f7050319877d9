import type { TaskState } from "../../schema/index.ts";
import { statusBegan } from "./began.ts";
import { cannotJudge, fires, silent } from "./judgement.ts";
import type { Judgement, Rule, RuleContext } from "./rule.ts";
import { hoursMs } from "./span.ts";
import { titled } from "./title.ts";

/** In the inbox for longer than `rules.untriaged.hours`, by GitHub's timeline. */
export const untriaged = {
  id: "untriaged",
  about: "task",
  kind: "alert",
  when: "in the inbox for longer than `hours`",
  does: "tell the orchestrator",
  evaluate,
} as const satisfies Rule<"task">;

function evaluate(task: TaskState, { now, policy }: RuleContext): Judgement {
  const evidence = [task.url];
  if (task.status !== "inbox") return silent(`it is ${task.status}`, evidence);
  const began = statusBegan(task, now);
  if (began.at === null) return cannotJudge(began.why, evidence, began.nextAt);

  const settings = policy.config.rules.untriaged;
  const limit = began.at + hoursMs(settings.hours);
  if (now < limit) return silent(`it is in the inbox since ${began.text}`, evidence, limit);
  return fires({
    cause: began.text,
    title: titled(settings, `Untriaged for more than ${settings.hours} h`, task.title),
    why: `It is in the inbox since ${began.text}. Filed by: ${task.author}.`,
    to: ["orchestrator"],
    evidence,
    nextAt: null,
  });
}
