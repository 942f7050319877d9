import type { TaskState } from "../../schema/index.ts";
import { beganAt } from "./began.ts";
import { cannotJudge, fires, silent } from "./judgement.ts";
import type { Judgement, Rule, RuleContext } from "./rule.ts";
import { hoursMs } from "./span.ts";
import { titled } from "./title.ts";

/** Blocked for longer than `rules.blocked_long.hours`, counted from the block or GitHub's timeline. */
export const blockedLong = {
  id: "blocked-long",
  about: "task",
  kind: "alert",
  when: "blocked for longer than `hours`",
  does: "escalate to the operator",
  evaluate,
} as const satisfies Rule<"task">;

function evaluate(task: TaskState, { now, policy }: RuleContext): Judgement {
  const evidence = [task.url];
  if (task.status !== "blocked") return silent(`it is ${task.status}`, evidence);
  const began = beganAt(task.blocked?.since ?? (task.judged === null ? null : task.since), now);
  if (began.at === null) return cannotJudge(began.why, evidence, began.nextAt);

  const settings = policy.config.rules.blocked_long;
  const limit = began.at + hoursMs(settings.hours);
  if (now < limit) return silent(`it is blocked since ${began.text}`, evidence, limit);
  const reason = task.blocked?.reason ?? "none given";
  const waits = task.blocked?.on ? ` It waits for ${task.blocked.on}.` : "";
  return fires({
    cause: began.text,
    title: titled(settings, `Blocked for more than ${settings.hours} h`, task.title),
    why: `It is blocked since ${began.text}. Reason: ${reason}.${waits} Owner: ${task.owner ?? "nobody"}.`,
    to: ["operator"],
    evidence,
    nextAt: null,
  });
}
