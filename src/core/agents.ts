import type { Agent, Agents, AgentState, AgentStatus, Health, TaskState } from "../schema/index.ts";
import type { TaskFacts } from "./facts.ts";

/** One thing an agent was seen doing on GitHub. */
export type Sign = { readonly at: string; readonly what: string };

/** The newest sign of life per lower-case login in what was just read. Our own writes are nobody's sign of life. */
export function signsIn(facts: readonly TaskFacts[]): ReadonlyMap<string, Sign> {
  const newest = new Map<string, Sign>();
  for (const task of facts) {
    for (const entry of task.history) {
      const login = entry.actor.login.toLowerCase();
      const known = newest.get(login);
      if (known !== undefined && known.at >= entry.at) continue;
      newest.set(login, { at: entry.at, what: `${entry.kind} ${task.repo}#${task.number}` });
    }
  }
  return newest;
}

/** Registered agents against what has been seen of them. Never seen is `unknown`, not healthy. */
export function agentStates(
  registry: Agents,
  tasks: readonly TaskState[],
  signs: ReadonlyMap<string, Sign>,
  previous: Readonly<Record<string, AgentState>>,
  now: number,
): Record<string, AgentState> {
  const states: [string, AgentState][] = registry.agents.map((agent) => {
    const before = Object.hasOwn(previous, agent.id) ? previous[agent.id] : undefined;
    return [agent.id, agentState(agent, tasks, signs, before, now)];
  });
  return Object.fromEntries(states);
}

function agentState(
  agent: Agent,
  tasks: readonly TaskState[],
  signs: ReadonlyMap<string, Sign>,
  before: AgentState | undefined,
  now: number,
): AgentState {
  const seen = agent.login === undefined ? undefined : signs.get(agent.login.toLowerCase());
  const sign = newer(seen, before?.last_seen ?? null, before?.last_sign ?? null);
  const own = tasks.filter((task) => task.owner === `agent:${agent.id}`);
  const current =
    own.find(({ status }) => status === "active") ?? own.find(({ status }) => status === "blocked");
  const observed = observedStatus(sign, current ?? null);
  return {
    id: agent.id,
    name: agent.name ?? agent.id,
    role: agent.role,
    login: agent.login ?? null,
    model: agent.model ?? null,
    desired: agent.desired,
    observed,
    health: healthOf(agent, sign, current ?? null, now),
    capabilities: [...agent.capabilities],
    owner: agent.owner ?? null,
    heartbeat: agent.heartbeat,
    current_task: current?.id ?? null,
    blocker: current?.blocked?.reason ?? null,
    load: own.length,
    since: null,
    paused: null,
    budget_usd: agent.budget?.day_usd ?? null,
    last_seen: sign?.at ?? null,
    last_sign: sign?.what ?? null,
    signs: {},
  };
}

function newer(seen: Sign | undefined, at: string | null, what: string | null): Sign | null {
  if (seen !== undefined && (at === null || seen.at > at)) return seen;
  return at === null ? null : { at, what: what ?? "" };
}

function observedStatus(sign: Sign | null, current: TaskState | null): AgentStatus | null {
  if (sign === null) return null;
  if (current === null) return "idle";
  return current.status === "blocked" ? "blocked" : "active";
}

/** Silent for two expected intervals while it holds work: stale. Without work nothing is expected of it. */
function healthOf(agent: Agent, sign: Sign | null, current: TaskState | null, now: number): Health {
  if (sign === null) return current === null ? "unknown" : "stale";
  if (current === null) return "healthy";
  if (now - Date.parse(sign.at) > 2 * intervalMs(agent.heartbeat)) return "stale";
  return current.status === "blocked" ? "warning" : "healthy";
}

const units: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

function intervalMs(interval: string): number {
  return Number.parseInt(interval, 10) * (units[interval.at(-1) ?? "h"] ?? 3_600_000);
}
