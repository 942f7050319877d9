import type { AgentState } from "../../schema/index.ts";
import { beganAt } from "./began.ts";
import { cannotJudge, fires, silent } from "./judgement.ts";
import type { Judgement, Rule, RuleContext } from "./rule.ts";
import { hoursMs } from "./span.ts";
import { titled } from "./title.ts";
import { hindrances, matchingWork } from "./waiting-work.ts";

/** An agent is idle for longer than `rules.agent_idle.hours` while work that it could do has no owner. */
export const agentIdle = {
  id: "agent-idle",
  about: "agent",
  kind: "alert",
  when: "idle for longer than `hours` while matching work waits",
  does: "say so, with the blocker",
  evaluate,
} as const satisfies Rule<"agent">;

function evaluate(agent: AgentState, { now, policy, world }: RuleContext): Judgement {
  if (agent.desired !== "active") return silent(`it is to be ${agent.desired}`, []);
  if (agent.paused !== null) return silent(`it is held back: ${agent.paused.reason}`, []);
  if (agent.observed === null) return cannotJudge("nothing has been seen of it", []);
  if (agent.observed !== "idle") return silent(`it is ${agent.observed}`, []);
  const task = matchingWork(world, agent);
  if (task === null) return silent("no work that matches its capabilities waits", []);

  const evidence = [task.url];
  const began = beganAt(agent.since, now);
  if (began.at === null) return cannotJudge(began.why, evidence, began.nextAt);
  const settings = policy.config.rules.agent_idle;
  const limit = began.at + hoursMs(settings.hours);
  if (now < limit) return silent(`it is idle since ${began.text}`, evidence, limit);
  const blockers = hindrances(task, world, policy);
  const why = blockers.length === 0 ? "nothing keeps it from being assigned" : blockers.join("; ");
  return fires({
    cause: began.text,
    title: titled(settings, "Idle while work waits", agent.name),
    why: `It is idle since ${began.text}, and ${task.id} (${task.status}, ${task.title}) has no owner: ${why}.`,
    to: ["orchestrator"],
    evidence,
    nextAt: null,
  });
}
