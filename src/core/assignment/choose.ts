import type { TaskState } from "../../schema/index.ts";
import type { Policy } from "../policy.ts";
import type { World } from "../world.ts";
import { scoreAgents } from "./score.ts";

export type Choice =
  | {
      /** `agent:<id>` */
      readonly owner: string;
      readonly score: number;
      readonly reasons: readonly string[];
      /** What this agent must keep its hands off, as the registry says it. */
      readonly boundary: string | null;
    }
  | { readonly owner: null; readonly why: string };

/** Enough to see why; a fleet may have a thousand. */
const SHOWN = 5;

/** The agent that suits a task best and reaches `assignment.min_score`, or why there is none. */
export function chooseOwner(task: TaskState, world: World, policy: Policy, now: number): Choice {
  const scored = scoreAgents(task, world, policy, now);
  const [best] = scored;
  if (best === undefined) return { owner: null, why: "no agent is registered" };
  if (best.excluded !== null) {
    const why = scored.slice(0, SHOWN).map(({ agent, excluded }) => `${agent}: ${excluded}`);
    const more = scored.length > SHOWN ? [`and ${scored.length - SHOWN} more`] : [];
    return { owner: null, why: `no agent may be given it. ${[...why, ...more].join("; ")}` };
  }
  const least = policy.config.assignment.min_score;
  if (best.score < least) {
    const why = `no agent reaches a score of ${least}; the best is ${best.agent} with ${best.score}`;
    return { owner: null, why };
  }
  const agent = policy.agents.agents.find(({ id }) => id === best.agent);
  return {
    owner: `agent:${best.agent}`,
    score: best.score,
    reasons: best.reasons,
    boundary: agent?.boundary ?? null,
  };
}
