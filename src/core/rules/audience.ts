import type { AgentState, TaskState } from "../../schema/index.ts";
import type { Audience } from "./rule.ts";

/** Everybody who owns a task, the accountable one first; the orchestrator where nobody does. */
export function ownersOf(task: Pick<TaskState, "owner" | "shared">): readonly Audience[] {
  if (task.owner === null) return task.shared.length === 0 ? ["orchestrator"] : task.shared;
  return [task.owner, ...task.shared.filter((one) => one !== task.owner)];
}

/** The person who answers for an agent, if there is one, and the orchestrator. */
export function answerableFor(agent: Pick<AgentState, "owner">): readonly Audience[] {
  return agent.owner === null ? ["orchestrator"] : [`human:${agent.owner}`, "orchestrator"];
}
