import type { TaskState } from "../../schema/index.ts";
import { toInstant } from "../instant.ts";
import { statusBegan } from "./began.ts";
import { cannotJudge, fires, silent } from "./judgement.ts";
import type { Judgement, Rule, RuleContext } from "./rule.ts";
import { hoursMs } from "./span.ts";
import { titled } from "./title.ts";

/** The time in which a verdict is waited for runs out. When it is over nothing is approved by that. */
export const approvalExpiring = {
  id: "approval-expiring",
  about: "task",
  kind: "alert",
  when: "`remind` and `urge` of the `hours` for an approval are gone",
  does: "remind; expiry never approves",
  also: ["info"],
  evaluate,
} as const satisfies Rule<"task">;

const steps = {
  expired: { ours: "Approval expired", to: ["reviewer", "orchestrator", "operator"] },
  urged: { ours: "Approval about to expire", to: ["reviewer", "orchestrator"] },
  reminded: { ours: "Approval waits", to: ["reviewer"], severity: "info" },
} as const;

function evaluate(task: TaskState, { now, policy }: RuleContext): Judgement {
  const evidence = task.link === null ? [task.url] : [task.url, task.link];
  if (task.status !== "review") return silent(`it is ${task.status}`, evidence);
  const began = statusBegan(task, now);
  if (began.at === null) return cannotJudge(began.why, evidence, began.nextAt);

  const settings = policy.config.rules.approval_expiring;
  const window = hoursMs(settings.hours);
  const expires = began.at + window;
  // From the last to the first: shares that are configured the wrong way round skip a step, and never take one back.
  const times = [
    { at: expires, step: "expired" },
    { at: began.at + Math.round(window * settings.urge), step: "urged" },
    { at: began.at + Math.round(window * settings.remind), step: "reminded" },
  ] as const;
  const reached = times.findIndex(({ at }) => now >= at);
  const ahead = reached < 0 ? times : times.slice(0, reached);
  const nextAt = ahead.length === 0 ? null : Math.min(...ahead.map(({ at }) => at));
  const facts = `it waits for a verdict since ${began.text}`;
  const step = times[reached]?.step;
  if (step === undefined) return silent(facts, evidence, nextAt);

  const { ours, ...rest } = steps[step];
  const end = toInstant(expires);
  const outcome =
    step === "expired"
      ? `Its time was over at ${end}: nothing is approved by that`
      : `Its time is over at ${end}, and that will approve nothing`;
  return fires({
    cause: began.text,
    title: titled(settings, ours, task.title),
    why: `It waits for a verdict since ${began.text}. ${outcome}. Owner: ${task.owner ?? "nobody"}.`,
    ...rest,
    evidence,
    nextAt,
  });
}
