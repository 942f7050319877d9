import type { AgentState, TaskState } from "../../schema/index.ts";
import { believedAt } from "../agents/believed.ts";
import { intervalMs } from "../agents/interval.ts";
import { toInstant } from "../instant.ts";
import type { Policy } from "../policy.ts";
import type { World } from "../world.ts";
import { grantedAt } from "./granted.ts";

export type LeaseContext = {
  readonly world: World;
  readonly policy: Policy;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** By owner, a task of which something newer could not be read: a sign of life may be in there. */
  readonly unheard: ReadonlyMap<string, string>;
};

/** `until` is in milliseconds since the epoch. `why` is a sentence for a person; it names instants, not ages. */
export type LeaseVerdict = { readonly why: string } & (
  | { readonly verdict: "none" | "cannot-judge" }
  /** `until` null: for as long as things are as they are. */
  | { readonly verdict: "runs"; readonly until: number | null }
  | { readonly verdict: "expired"; readonly until: number }
  /** Taken back at once, whatever the signs of life. */
  | { readonly verdict: "withdrawn" }
);

/** What could not be listened to: tasks whose id is in `unread`, or that are behind what GitHub has. */
export function unheardIn(
  tasks: Iterable<TaskState>,
  unread: ReadonlySet<string>,
): ReadonlyMap<string, string> {
  const unheard = new Map<string, string>();
  for (const { id, behind, owner, shared } of tasks) {
    if (!behind && !unread.has(id)) continue;
    for (const one of owner === null ? shared : [owner, ...shared]) unheard.set(one, id);
  }
  return unheard;
}

/**
 * Whether the lease on a task still runs. Only an agent's work that is assigned or active is under a lease: a person's never
 * ends by itself, what is blocked waits for others, what is in review is delivered.
 *
 * It ends `leases.intervals` expected intervals after the newest of: any sign of life of the agent or of an agent that
 * shares the task, the work on the task itself, its grant (or its return to this status), and the lifting of a pause.
 * A paused agent's time stands still until its pause is to end: at `until`, else after `rules.agents_paused.hours`. An agent
 * in quarantine loses its work at once. A drained one works on. A task that somebody else than an agent shares is not taken
 * back: nothing says how often that owner should be heard of.
 *
 * The work of an agent that is not in the registry is not taken back: nobody knows its login, so it is never heard of.
 *
 * Silence counts only where it was listened for: while a task of the agent could not be read, nothing is judged.
 */
export function judgeLease(task: TaskState, context: LeaseContext): LeaseVerdict {
  const { world, now } = context;
  const id = agentIdOf(task.owner);
  if (id === null || task.owner === null) return none("no agent owns it");
  if (task.status !== "assigned" && task.status !== "active") return none(`it is ${task.status}`);
  const granted = grantedAt(task, now);
  if (granted === null) return { verdict: "cannot-judge", why: "its timeline is not read yet" };

  const owner = world.agents.get(id);
  if (owner === undefined) {
    const why = isRegistered(id, context) ? "has not been looked at yet" : unregistered;
    return { verdict: "cannot-judge", why: `${task.owner} ${why}` };
  }
  const unread = [task.owner, ...task.shared]
    .map((one) => context.unheard.get(one))
    .find((one) => one !== undefined);
  if (unread !== undefined) return { verdict: "cannot-judge", why: `${unread} could not be read` };
  if (owner.desired === "quarantined")
    return { verdict: "withdrawn", why: `${task.owner} is in quarantine: ${reasonOf(owner)}.` };
  const person = task.shared.find((one) => agentIdOf(one) === null);
  if (person !== undefined)
    return {
      verdict: "runs",
      until: null,
      why: `${person} shares it and has no expected interval`,
    };
  return judgeSilence(task, owner, granted, context);
}

function judgeSilence(
  task: TaskState,
  owner: AgentState,
  granted: number,
  { world, policy, now }: LeaseContext,
): LeaseVerdict {
  const sharing = task.shared.flatMap((one) => world.agents.get(agentIdOf(one) ?? "") ?? []);
  const seen = [owner, ...sharing].flatMap((agent) => lastSeen(agent, now) ?? []);
  const work = task.last_work === null ? [] : [believedAt(task.last_work, now)];
  const heard = Math.max(...seen, ...work, Number.NEGATIVE_INFINITY);
  const resumed = [owner, ...sharing].flatMap((agent) => pauseEnd(agent, policy) ?? []);
  const from = Math.max(heard, granted, ...resumed);
  const { heartbeat } = owner;
  const until = from + policy.config.leases.intervals * intervalMs(heartbeat);
  const last = Number.isFinite(heard) ? `since ${toInstant(heard)}` : "ever";
  const expected = `${policy.config.leases.intervals} intervals of ${heartbeat}`;
  return now < until
    ? {
        verdict: "runs",
        until,
        why: `the lease of ${task.owner} runs until ${toInstant(until)}`,
      }
    : {
        verdict: "expired",
        until,
        why: `No sign of life of ${task.owner} ${last}; its lease, ${expected}, ended at ${toInstant(until)}.`,
      };
}

const unregistered = "is not in the registry: there is no sign of life to go by";

function none(why: string): LeaseVerdict {
  return { verdict: "none", why };
}

function agentIdOf(owner: string | null): string | null {
  return owner?.startsWith("agent:") === true ? owner.slice("agent:".length) : null;
}

function isRegistered(id: string, { policy }: LeaseContext): boolean {
  return policy.agents.agents.some((agent) => agent.id === id);
}

function lastSeen(agent: AgentState, now: number): number | null {
  const at = agent.last_seen;
  return at === null ? null : believedAt(at, now);
}

/** From when a sign of life of an agent that is or was paused is waited for again; null: it was not paused. */
function pauseEnd(agent: AgentState, { config }: Policy): number | null {
  const { paused, desired, signs } = agent;
  if (desired !== "paused" || paused === null)
    return signs["resumed"] === undefined ? null : Date.parse(signs["resumed"]);
  if (paused.until !== null) return Date.parse(paused.until);
  return Date.parse(paused.since) + config.rules.agents_paused.hours * 3_600_000;
}

function reasonOf({ paused }: AgentState): string {
  return paused === null ? "no reason given" : paused.reason.replace(/\.$/, "");
}
