import type { Agent, AgentState, AgentStatus, TaskState } from "../../schema/index.ts";
import { toInstant } from "../instant.ts";
import type { Policy } from "../policy.ts";
import { entityOf } from "../state/entities.ts";
import { believedAt } from "./believed.ts";
import { healthOf, observedStatus, type Seen, sinceOf, standsStill } from "./observed.ts";
import type { Sign } from "./signs.ts";
import { type Work, workByOwner } from "./work.ts";

type SignsSeen = Pick<AgentState, "last_seen" | "last_sign" | "signs">;

/**
 * Registered agents against what has been seen of them, by id. `signs` are those that were read since `previous`, in any
 * order; what is older is kept from there. `now` is in milliseconds since the epoch.
 */
export function agentStates(
  policy: Policy,
  tasks: Iterable<TaskState>,
  signs: readonly Sign[],
  previous: Readonly<Record<string, AgentState>>,
  now: number,
): Record<string, AgentState> {
  const workOf = workByOwner(tasks);
  const newSigns = Map.groupBy(signs, ({ agent }) => agent);
  return Object.fromEntries(
    policy.agents.agents.map((agent) => {
      const known = entityOf(previous, agent.id);
      // Another login is another voice: what the old one did says nothing of this one.
      const before = known?.login === (agent.login ?? null) ? known : undefined;
      const read = signsSeen(newSigns.get(agent.id) ?? [], before, now);
      const seen = isResumed(agent, before) ? withResumed(read, now) : read;
      return [agent.id, agentState(agent, workOf(`agent:${agent.id}`), seen, before, policy, now)];
    }),
  );
}

function agentState(
  agent: Agent,
  work: Work,
  signs: SignsSeen,
  before: AgentState | undefined,
  policy: Policy,
  now: number,
): AgentState {
  const sign = signs.last_seen === null ? null : Date.parse(signs.last_seen);
  const resumed = signs.signs["resumed"] === undefined ? null : Date.parse(signs.signs["resumed"]);
  const seen: Seen = { agent, work, sign, resumed, before, now };
  const observed = observedStatus(seen);
  return {
    id: agent.id,
    name: agent.name ?? agent.id,
    role: agent.role,
    login: agent.login ?? null,
    model: agent.model ?? null,
    desired: agent.desired,
    observed,
    health: healthOf(observed, seen, policy),
    capabilities: [...agent.capabilities],
    owner: agent.owner ?? null,
    heartbeat: agent.heartbeat,
    current_task: work.current?.id ?? null,
    blocker: work.current?.blocked?.reason ?? null,
    load: work.held.length,
    since: sinceOf(observed, seen),
    paused: pauseOf(agent),
    budget_usd: agent.budget?.day_usd ?? null,
    ...signs,
  };
}

const pauses: ReadonlySet<AgentStatus> = new Set<AgentStatus>([
  "paused",
  "draining",
  "quarantined",
]);

/** As the registry has it. A time limit that has passed ends no pause: only the registry does. */
function pauseOf({ desired, pause }: Agent): AgentState["paused"] {
  if (pause === undefined || !pauses.has(desired)) return null;
  const { by, reason, since, until } = pause;
  return { by, reason, since, until: until ?? null };
}

function isResumed({ desired }: Agent, before: AgentState | undefined): boolean {
  return before !== undefined && standsStill.has(before.desired) && !standsStill.has(desired);
}

/** Kept among the signs, though no deed of the agent: from then on one is waited for again. */
function withResumed(seen: SignsSeen, now: number): SignsSeen {
  return { ...seen, signs: { ...seen.signs, resumed: toInstant(now) } };
}

function signsSeen(signs: readonly Sign[], before: AgentState | undefined, now: number): SignsSeen {
  const kinds = new Map(Object.entries(before?.signs ?? {}));
  const seen = before?.last_seen ?? null;
  let last = {
    at: seen === null ? Number.NEGATIVE_INFINITY : Date.parse(seen),
    what: before?.last_sign ?? null,
  };
  for (const { kind, at, what } of signs) {
    const instant = believedAt(at, now);
    const known = kinds.get(kind);
    if (known === undefined || Date.parse(known) < instant) kinds.set(kind, toInstant(instant));
    if (instant > last.at || (instant === last.at && what < (last.what ?? "")))
      last = { at: instant, what };
  }
  return {
    last_seen: last.at === Number.NEGATIVE_INFINITY ? null : toInstant(last.at),
    last_sign: last.what,
    signs: Object.fromEntries([...kinds].toSorted(([a], [b]) => (a < b ? -1 : 1))),
  };
}
