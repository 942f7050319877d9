import type { AgentState, AgentStatus } from "../../schema/index.ts";
import { answerableFor } from "./audience.ts";
import { cannotJudge, fires, silent } from "./judgement.ts";
import type { Judgement, Rule, RuleContext } from "./rule.ts";
import { hoursMs } from "./span.ts";
import { titled } from "./title.ts";

/** An agent is paused, draining or quarantined past its time limit; `rules.agents_paused.hours` where the pause names none. */
export const agentsPaused = {
  id: "agents-paused",
  about: "agent",
  kind: "alert",
  when: "an agent is paused, draining or quarantined past its time limit, or for longer than `hours` where it has none",
  does: "say so",
  evaluate,
} as const satisfies Rule<"agent">;

const held: ReadonlySet<AgentStatus | null> = new Set(["paused", "draining", "quarantined"]);

function evaluate(agent: AgentState, { now, policy }: RuleContext): Judgement {
  const { paused, desired, observed } = agent;
  if (paused === null) {
    const status = held.has(desired) ? desired : observed;
    return held.has(status)
      ? cannotJudge(`it is ${status}, and since when or until when is not known`, [])
      : silent("it is not held back", []);
  }

  const settings = policy.config.rules.agents_paused;
  const limit =
    paused.until === null
      ? Date.parse(paused.since) + hoursMs(settings.hours)
      : Date.parse(paused.until);
  const until = paused.until === null ? "" : ` until ${paused.until}`;
  const status = held.has(desired) ? desired : "paused";
  const facts = `it is ${status} since ${paused.since}${until} by ${paused.by}: ${paused.reason}`;
  if (now < limit) return silent(facts, [], limit);
  return fires({
    cause: paused.since,
    title: titled(settings, "Paused past its time limit", agent.name),
    why: `${facts.charAt(0).toUpperCase()}${facts.slice(1)}. It holds ${agent.load} tasks.`,
    to: answerableFor(agent),
    evidence: [],
    nextAt: null,
  });
}
