import type { Agent, AgentState, TaskState } from "../../schema/index.ts";
import { believedAt } from "../agents/believed.ts";
import { staleAfterMs } from "../agents/observed.ts";
import { isHeld } from "../agents/work.ts";
import { toInstant } from "../instant.ts";
import type { Policy } from "../policy.ts";
import { spendingOf, usd } from "../rules/spending.ts";
import type { World } from "../world.ts";
import { offersOf } from "./capability.ts";

/** A figure from 0 to 1 with its reason for a person. */
export type Part = { readonly value: number; readonly why: string };
export type TrackRecord = { readonly accepted: number; readonly failed: number };

/** What one agent brings, whatever the task. */
export type Candidate = {
  readonly agent: Agent;
  readonly owner: string;
  /** Why it is given nothing now; null: it may be. */
  readonly excluded: string | null;
  readonly offers: ReadonlySet<string>;
  readonly health: Part;
  readonly budget: Part;
  /** Tasks it holds: assigned, active or blocked. */
  readonly load: number;
  readonly recordIn: (domain: TaskState["domain"]) => TrackRecord;
};

/** Every registered agent. */
export type Roster = {
  readonly candidates: readonly Candidate[];
  readonly policy: Policy;
};

/** Looked up once for any number of tasks. `now` is in milliseconds since the epoch. */
export function rosterOf(world: World, policy: Policy, now: number): Roster {
  const candidates = policy.agents.agents.map((agent) => candidate(agent, world, policy, now));
  return { candidates, policy };
}

function candidate(agent: Agent, world: World, policy: Policy, now: number): Candidate {
  const owner = `agent:${agent.id}`;
  const state = world.agents.get(agent.id);
  const tasks = world.owned.get(owner) ?? [];
  const budget = budgetOf(agent, world, policy, now);
  return {
    agent,
    owner,
    excluded: unavailable(agent, state) ?? budget.excluded,
    offers: offersOf(agent),
    health: healthPart(agent, state, policy, now),
    budget,
    load: tasks.filter(isHeld).length,
    recordIn: trackRecords(tasks),
  };
}

/**
 * An agent that was never seen gets nothing: it would be given a task, lose it in silence and be given it again, for ever.
 * Any first sign of life will do.
 */
function unavailable({ desired }: Agent, state: AgentState | undefined): string | null {
  if (desired !== "active") return `it should be ${desired}`;
  if (state === undefined) return "it has not been looked at yet";
  switch (state.health) {
    case "unknown":
      return "it was never seen: it gets work after its first sign of life";
    case "stale":
      return `it is silent: no sign of life since ${state.last_seen ?? "ever"}`;
    case "failed":
      return "it has failed";
    case "healthy":
    case "warning":
      return null;
  }
}

function healthPart(
  agent: Agent,
  state: AgentState | undefined,
  policy: Policy,
  now: number,
): Part {
  const seen = state?.last_seen ?? null;
  if (state === undefined || seen === null) return { value: 0, why: "never seen" };
  if (state.health !== "healthy" && state.health !== "warning")
    return { value: 0, why: state.health };
  if (state.health === "warning") {
    const doing = state.observed === null ? "" : `, ${state.observed}`;
    return { value: 0.5, why: `warning${doing}` };
  }
  const isFresh = now - believedAt(seen, now) < staleAfterMs(agent, policy);
  return { value: isFresh ? 1 : 0.5, why: `healthy, last seen at ${seen}` };
}

/** As the rule `budget` has it: nothing spent is never too much, and what is attributed to nobody counts for nobody. */
function budgetOf(
  { id, budget }: Agent,
  world: World,
  { config }: Policy,
  now: number,
): Part & { readonly excluded: string | null } {
  if (budget?.day_usd === undefined) return { value: 1, why: "no limit", excluded: null };
  const { enabled, stop } = config.rules.budget;
  const limit = Math.round(budget.day_usd * 1_000_000 * stop);
  const day = toInstant(now).slice(0, 10);
  const spent = spendingOf(world).get(`agent:${id}`)?.get(day) ?? 0;
  const why = `${usd(spent)} of ${usd(limit)} spent on ${day} (UTC)`;
  const value = spent === 0 ? 1 : Math.max(0, 1 - spent / Math.max(limit, 1));
  const isSpent = enabled && spent > 0 && spent >= limit;
  return { value, why, excluded: isSpent ? `its budget is spent: ${why}` : null };
}

/** Done is accepted; failed and reverted are not. Work that is not judged yet says nothing. */
function trackRecords(tasks: readonly TaskState[]): Candidate["recordIn"] {
  const records = new Map<TaskState["domain"], TrackRecord>();
  for (const { domain, status } of tasks) {
    const accepted = status === "done" ? 1 : 0;
    const failed = status === "failed" || status === "reverted" ? 1 : 0;
    const known = records.get(domain) ?? { accepted: 0, failed: 0 };
    records.set(domain, { accepted: known.accepted + accepted, failed: known.failed + failed });
  }
  return (domain) => records.get(domain) ?? { accepted: 0, failed: 0 };
}
