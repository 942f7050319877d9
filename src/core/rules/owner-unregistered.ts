import type { TaskState } from "../../schema/index.ts";
import { isHeld } from "../agents/work.ts";
import { agentSilent } from "./agent-silent.ts";
import { fires, silent } from "./judgement.ts";
import type { Judgement, Rule, RuleContext } from "./rule.ts";
import { titled } from "./title.ts";

/** Work is held by an agent that is not in the registry: whether it is silent nobody can tell, and nothing is taken from it. */
export const ownerUnregistered = {
  id: agentSilent.id,
  about: "task",
  kind: "alert",
  when: agentSilent.when,
  does: agentSilent.does,
  evaluate,
} as const satisfies Rule<"task">;

function evaluate(task: TaskState, { policy }: RuleContext): Judgement {
  const { owner, url } = task;
  const evidence = [url];
  if (owner?.startsWith("agent:") !== true) return silent("no agent owns it", evidence);
  if (!isHeld(task)) return silent(`it is ${task.status}`, evidence);
  const isRegistered = policy.agents.agents.some(({ id }) => owner === `agent:${id}`);
  if (isRegistered) return silent(`${owner} is in the registry`, evidence);
  return fires({
    cause: owner,
    title: titled(
      policy.config.rules.agent_silent,
      "Held by an agent that is not registered",
      task.title,
    ),
    why: `${owner} is not in .github/agents.yml, so that no sign of life tells whether it is there. Register it, or give the task to somebody else.`,
    to: ["orchestrator"],
    evidence,
    nextAt: null,
  });
}
