import type { AgentState, TaskState } from "../../schema/index.ts";
import { staleAfterMs } from "../agents/observed.ts";
import { isHeld } from "../agents/work.ts";
import { toInstant } from "../instant.ts";
import type { World } from "../world.ts";
import { answerableFor } from "./audience.ts";
import { cannotJudge, fires, silent } from "./judgement.ts";
import type { Judgement, Rule, RuleContext } from "./rule.ts";
import { titled } from "./title.ts";

/**
 * An agent that holds work gave no sign of life for `rules.agent_silent.intervals` of its heartbeat. Nothing is expected of
 * one without work, or of one that is paused, draining or quarantined. As its health says it: `stale`.
 */
export const agentSilent = {
  id: "agent-silent",
  about: "agent",
  kind: "alert",
  when: "no sign of life in `intervals` expected intervals of an agent that holds work; or that agent is not in the registry",
  does: "stale, then reassign its leases; unregistered: say so, and take nothing from it",
  evaluate,
} as const satisfies Rule<"agent">;

function evaluate(agent: AgentState, { now, policy, world }: RuleContext): Judgement {
  const current = agent.current_task === null ? undefined : world.tasks.get(agent.current_task);
  const evidence = current === undefined ? [] : [current.url];
  if (agent.desired !== "active") return silent(`it is to be ${agent.desired}`, evidence);
  if (agent.paused !== null) return silent(`it is held back: ${agent.paused.reason}`, evidence);
  if (agent.current_task === null && agent.load === 0) return silent("it holds no work", evidence);
  const granted = firstGrant(agent, current, world);
  if (granted === null) return cannotJudge("since when it holds its work is not known", evidence);

  const seen = agent.last_seen === null ? Number.NEGATIVE_INFINITY : Date.parse(agent.last_seen);
  const { resumed } = agent.signs;
  const lifted = resumed === undefined ? Number.NEGATIVE_INFINITY : Date.parse(resumed);
  const from = Math.max(seen, lifted, granted);
  const limit = from + Math.round(staleAfterMs(agent, policy));
  const sign =
    agent.last_seen === null
      ? "No sign of life was ever seen of it"
      : `Its last sign of life was ${agent.last_sign ?? "something"} at ${agent.last_seen}`;
  const facts = `${sign}; one is expected every ${agent.heartbeat}, since ${toInstant(from)}`;
  if (now < limit) return silent(facts, evidence, limit);
  return fires({
    cause: agent.last_seen ?? "never",
    title: titled(policy.config.rules.agent_silent, "Silent", agent.name),
    why: `${facts}. It holds ${agent.load} tasks. Current: ${agent.current_task ?? "none"}.`,
    to: answerableFor(agent),
    evidence,
    nextAt: null,
  });
}

/** When the first of what it holds came to it or to its status: only from then on is a sign expected. */
function firstGrant(
  agent: AgentState,
  current: TaskState | undefined,
  { owned }: World,
): number | null {
  const held = (owned.get(`agent:${agent.id}`) ?? []).filter(isHeld);
  let first: number | null = null;
  for (const task of current === undefined ? held : [...held, current]) {
    if (task.judged === null) continue;
    const since = Date.parse(task.since);
    const granted = task.lease === null ? since : Math.max(since, Date.parse(task.lease.since));
    if (first === null || granted < first) first = granted;
  }
  return first;
}
