import type { AgentState } from "../../schema/index.ts";
import type { World } from "../world.ts";
import { answerableFor } from "./audience.ts";
import { cannotJudge, fires, silent } from "./judgement.ts";
import type { Judgement, Rule, RuleContext } from "./rule.ts";
import { intervalMs } from "./span.ts";
import { titled } from "./title.ts";

/**
 * An agent that holds work gave no sign of life for `rules.agent_silent.intervals` of its heartbeat. Nothing is expected of
 * one without work, or of one that is paused, draining or quarantined.
 */
export const agentSilent = {
  id: "agent-silent",
  about: "agent",
  kind: "alert",
  when: "no sign of life in `intervals` expected intervals of an agent that holds work",
  does: "stale; then reassign its leases",
  evaluate,
} as const satisfies Rule<"agent">;

function evaluate(agent: AgentState, { now, policy, world }: RuleContext): Judgement {
  const current = agent.current_task === null ? undefined : world.tasks.get(agent.current_task);
  const evidence = current === undefined ? [] : [current.url];
  if (agent.desired !== "active") return silent(`it is to be ${agent.desired}`, evidence);
  if (agent.paused !== null) return silent(`it is held back: ${agent.paused.reason}`, evidence);
  if (agent.current_task === null && agent.load === 0) return silent("it holds no work", evidence);

  const interval = intervalMs(agent.heartbeat);
  if (interval === null) return cannotJudge(`"${agent.heartbeat}" is no interval`, evidence);
  const from = agent.last_seen ?? workedSince(agent, world);
  if (from === null)
    return cannotJudge("it was never seen, and since when it holds work is not known", evidence);

  const settings = policy.config.rules.agent_silent;
  const limit = Date.parse(from) + Math.round(interval * settings.intervals);
  const sign =
    agent.last_seen === null
      ? `No sign of life was ever seen of it, and it holds work since ${from}`
      : `Its last sign of life was ${agent.last_sign ?? "something"} at ${from}`;
  if (now < limit) return silent(sign, evidence, limit);
  return fires({
    cause: from,
    title: titled(settings, "Silent", agent.name),
    why: `${sign}; one is expected every ${agent.heartbeat}. It holds ${agent.load} tasks. Current: ${agent.current_task ?? "none"}.`,
    to: answerableFor(agent),
    evidence,
    nextAt: null,
  });
}

/** The first instant at which it is known to have held what it holds. */
function workedSince(agent: AgentState, { owned }: World): string | null {
  let first: string | null = null;
  for (const task of owned.get(`agent:${agent.id}`) ?? []) {
    const { status } = task;
    if (status !== "assigned" && status !== "active" && status !== "blocked") continue;
    const since = task.lease?.since ?? (task.judged === null ? null : task.since);
    if (since !== null && (first === null || Date.parse(since) < Date.parse(first))) first = since;
  }
  return first;
}
