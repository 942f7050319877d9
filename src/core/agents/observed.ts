import type { Agent, AgentState, AgentStatus, Health } from "../../schema/index.ts";
import { grantedAt } from "../assignment/granted.ts";
import { toInstant } from "../instant.ts";
import type { Policy } from "../policy.ts";
import { intervalMs } from "./interval.ts";
import type { Work } from "./work.ts";

/** What there is to judge an agent by. */
export type Seen = {
  readonly agent: Agent;
  readonly work: Work;
  /** Its newest sign of life, in milliseconds since the epoch; null: it was never seen. */
  readonly sign: number | null;
  /** When its last pause was lifted; null: not known to have been paused. */
  readonly resumed: number | null;
  readonly before: AgentState | undefined;
  readonly now: number;
};

/** What an agent should be when nothing is to be seen of it. */
export const standsStill: ReadonlySet<AgentStatus> = new Set<AgentStatus>([
  "paused",
  "quarantined",
]);

/**
 * What an agent is seen to be; null when it was never seen. Nobody sees a pause itself: an agent that should stand still
 * does so unless it showed itself within the last two intervals, and later than one interval after the pause began, in
 * which it may put down its work.
 */
export function observedStatus(seen: Seen): AgentStatus | null {
  const { agent, work, sign } = seen;
  if (sign === null) return null;
  if (standsStill.has(agent.desired) && isStill(seen)) return agent.desired;
  if (agent.desired === "draining" && work.held.length > 0) return "draining";
  if (work.current === null) return "idle";
  return work.current.status === "blocked" ? "blocked" : "active";
}

function isStill({ agent, sign, now }: Seen): boolean {
  if (agent.pause === undefined || sign === null) return false;
  const interval = intervalMs(agent.heartbeat);
  return sign <= Date.parse(agent.pause.since) + interval || now - sign > 2 * interval;
}

/**
 * When the observed status began: what the state before says while it stays. A change is dated by what caused it where
 * the tasks or the registry tell, and never earlier than the status before it; else by when it was noticed.
 */
export function sinceOf(observed: AgentStatus | null, seen: Seen): string | null {
  if (observed === null) return null;
  const { before, now } = seen;
  const earlier = before?.observed ?? null;
  const known = earlier === null ? null : (before?.since ?? null);
  if (known !== null && earlier === observed) return known;
  // What an agent does once its pause is lifted begins then, however old its work is.
  const wasStill = earlier !== null && standsStill.has(earlier);
  const cause = wasStill ? null : causeOf(observed, seen);
  const at = cause === null ? Number.NaN : Date.parse(cause);
  const isPossible = at <= now && (known === null || at >= Date.parse(known));
  return cause !== null && isPossible ? cause : toInstant(now);
}

function causeOf(observed: AgentStatus, { agent, work }: Seen): string | null {
  switch (observed) {
    case "active":
    case "blocked":
      return work.current === null || work.current.judged === null ? null : work.current.since;
    case "idle":
      return work.ended;
    case "paused":
    case "quarantined":
    case "draining":
      return agent.pause?.since ?? null;
    case "not_spawned":
      return null;
  }
}

/**
 * Never seen is `unknown`, whatever it holds. Silent while it holds work is `stale`, and stays so until it shows itself,
 * also when the work was taken from it: who lost work in silence is not known to be there. Nothing is expected of an
 * agent without work, nor of one that stands still as it should.
 */
export function healthOf(observed: AgentStatus | null, seen: Seen, policy: Policy): Health {
  const { agent, sign, before } = seen;
  if (sign === null) return "unknown";
  const { desired } = agent;
  if (observed === desired && standsStill.has(desired)) return "healthy";
  if (before?.health === "stale" && !isNews(sign, before)) return "stale";
  if (isSilent(sign, seen, policy)) return "stale";
  if (observed === "blocked") return "warning";
  const shouldNot = standsStill.has(desired) || desired === "not_spawned";
  return observed === "active" && shouldNot ? "warning" : "healthy";
}

function isNews(sign: number, { last_seen }: AgentState): boolean {
  return last_seen === null || sign > Date.parse(last_seen);
}

/** Milliseconds without a sign of life after which an agent that holds work is stale: never later than its leases end. */
export function staleAfterMs(agent: Pick<Agent, "heartbeat">, { config }: Policy): number {
  const intervals = Math.min(config.rules.agent_silent.intervals, config.leases.intervals);
  return intervals * intervalMs(agent.heartbeat);
}

function isSilent(sign: number, seen: Seen, policy: Policy): boolean {
  const { agent, work, resumed, now } = seen;
  const grants = [...work.held, ...(work.current === null ? [] : [work.current])].flatMap(
    (task) => grantedAt(task, now) ?? [],
  );
  if (grants.length === 0) return false;
  const expectedFrom = Math.max(sign, resumed ?? sign, Math.min(...grants));
  return now - expectedFrom >= staleAfterMs(agent, policy);
}
