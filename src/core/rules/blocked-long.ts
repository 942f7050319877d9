import type { TaskState } from "../../schema/index.ts";
import type { Judgement, Rule, RuleContext } from "./rule.ts";

/** Blocked for longer than `rules.blocked_long.hours`, counted from the block or GitHub's timeline. */
export const blockedLong = {
  id: "blocked-long",
  about: "task",
  kind: "alert",
  when: "blocked for more than 48 h",
  then: "escalate to the operator",
  evaluate,
} as const satisfies Rule<"task">;

function evaluate(task: TaskState, { now, policy }: RuleContext): Judgement {
  const evidence = [task.url];
  if (task.status !== "blocked")
    return { verdict: "silent", why: `it is ${task.status}`, evidence, nextAt: null };

  const since = task.blocked?.since ?? (task.judged === null ? null : task.since);
  const began = since === null ? Number.NaN : Date.parse(since);
  if (since === null || Number.isNaN(began) || began > now)
    return {
      verdict: "cannot-judge",
      clears: false,
      why: since === null ? "since when is not read yet" : `"${since}" is no past instant`,
      evidence,
      nextAt: null,
    };

  const { hours } = policy.config.rules.blocked_long;
  const limit = began + hours * 3_600_000;
  if (now < limit)
    return { verdict: "silent", why: `it is blocked since ${since}`, evidence, nextAt: limit };

  const reason = task.blocked?.reason ?? "none given";
  const waits = task.blocked?.on ? ` It waits for ${task.blocked.on}.` : "";
  return {
    verdict: "fires",
    cause: since,
    title: `Blocked for more than ${hours} h: ${task.title}`,
    why: `It is blocked since ${since}. Reason: ${reason}.${waits} Owner: ${task.owner ?? "nobody"}.`,
    to: ["operator"],
    evidence,
    nextAt: null,
  };
}
