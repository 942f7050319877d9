import type { TaskState } from "../../schema/index.ts";
import type { Judgement, RuleContext, TaskRule } from "./rule.ts";

/** Blocked for longer than `rules.blocked_long.hours`, counted from the block or GitHub's timeline. */
export const blockedLong = {
  id: "blocked-long",
  severity: "urgent",
  evaluate,
} as const satisfies TaskRule;

function evaluate(task: TaskState, { now, policy }: RuleContext): Judgement {
  const evidence = [task.url];
  if (task.status !== "blocked")
    return { verdict: "silent", why: `it is ${task.status}`, evidence, nextAt: null };

  const since = task.blocked?.since ?? task.since;
  const began = Date.parse(since);
  if (Number.isNaN(began) || began > now)
    return {
      verdict: "cannot-judge",
      clears: false,
      why: `"${since}" is no past instant`,
      evidence,
      nextAt: null,
    };

  const { hours } = policy.rules.blocked_long;
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
    evidence,
    nextAt: null,
  };
}
