import { emptyState } from "../../../src/core/state/index.ts";
import { type World, worldOf } from "../../../src/core/world.ts";
import { agentStates } from "../../../src/core/agents/agent-states.ts";
import type { Sign } from "../../../src/core/agents/signs.ts";
import type { Policy } from "../../../src/core/policy.ts";
import type { AgentState, TaskState } from "../../../src/schema/index.ts";

/** A world of these tasks and of the registered agents, each last seen when `seen` says; null: never. */
export function sampleWorld(
  policy: Policy,
  tasks: readonly TaskState[],
  now: number,
  seen: string | null | Readonly<Record<string, string | null>>,
): World {
  const signs: Sign[] = policy.agents.agents.flatMap(({ id }) => {
    const at = seen === null || typeof seen === "string" ? seen : (seen[id] ?? null);
    return at === null ? [] : [{ agent: id, kind: "comment" as const, at, what: "comment" }];
  });
  return worldWith(agentStates(policy, tasks, signs, {}, now), tasks);
}

export function worldWith(
  agents: Readonly<Record<string, AgentState>>,
  tasks: readonly TaskState[],
): World {
  const byId = Object.fromEntries(tasks.map((task) => [task.id, task]));
  return worldOf({ ...emptyState("acme/shop"), tasks: byId, agents: { ...agents } });
}
