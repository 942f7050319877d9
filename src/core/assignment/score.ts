import type { Config, TaskState } from "../../schema/index.ts";
import type { Policy } from "../policy.ts";
import { byCodeUnits } from "../state/entities.ts";
import type { World } from "../world.ts";
import { capabilityPart, wordsOf } from "./capability.ts";
import { type Candidate, rosterOf, type TrackRecord } from "./roster.ts";

/** Each from 0 to 1. */
export type Parts = Readonly<
  Record<"capability" | "health" | "load" | "budget" | "history", number>
>;

export type Scored = {
  /** Its id. */
  readonly agent: string;
  /** From 0 to 1: the mean of the parts, by `assignment.weights`. */
  readonly score: number;
  readonly parts: Parts;
  /** One line a part, for a person. */
  readonly reasons: readonly string[];
  /** Why it is not given this task, whatever its score; null: it may be. */
  readonly excluded: string | null;
};

/**
 * Every registered agent for one task: who may be given it first, then by score, then by load, then by id. The same for the
 * same world, in whatever order that holds its tasks and agents. `now` is in milliseconds since the epoch.
 */
export function scoreAgents(
  task: TaskState,
  world: World,
  policy: Policy,
  now: number,
): readonly Scored[] {
  return rosterOf(world, policy, now)
    .candidates.map((candidate) => ({
      ...scoreOf(candidate, task, candidate.load, policy),
      load: candidate.load,
    }))
    .toSorted(
      (a, b) => Number(a.excluded !== null) - Number(b.excluded !== null) || compareScored(a, b),
    )
    .map(({ load: _load, ...scored }) => scored);
}

type Ranked = { readonly score: number; readonly load: number; readonly agent: string };

/** The better one first. */
export function compareScored(a: Ranked, b: Ranked): number {
  return b.score - a.score || a.load - b.load || byCodeUnits(a.agent, b.agent);
}

/** One agent for one task, with its reasons. `load` is what it holds by now. */
export function scoreOf(
  candidate: Candidate,
  task: TaskState,
  load: number,
  { config }: Policy,
): Scored {
  const { agent, health, budget, offers } = candidate;
  const matching = wordsOf(task)
    .filter((word) => offers.has(word))
    .toSorted(byCodeUnits);
  const isGeneralist = agent.capabilities.length === 0;
  const record = candidate.recordIn(task.domain);
  const parts: Parts = {
    capability: capabilityPart(matching.length, isGeneralist),
    health: health.value,
    load: loadPart(load, agent.max_load),
    budget: budget.value,
    history: historyPart(record),
  };
  const fits = matching.length > 0 ? matching.join(", ") : isGeneralist ? "a generalist" : "none";
  const verdicts = `${record.accepted} accepted, ${record.failed} failed in ${task.domain ?? "no domain"}`;
  return {
    agent: agent.id,
    score: weighted(parts, config.assignment.weights),
    parts,
    reasons: [
      reason("capability", parts.capability, fits),
      reason("health", parts.health, health.why),
      reason("load", parts.load, `holds ${load} of ${agent.max_load}`),
      reason("budget", parts.budget, budget.why),
      reason("history", parts.history, verdicts),
    ],
    excluded: candidate.excluded ?? fullness(load, agent.max_load) ?? refusal(candidate, task),
  };
}

export function loadPart(load: number, max: number): number {
  return Math.max(0, 1 - load / max);
}

/** The share of accepted work by Laplace's rule of succession: one half for who has no record. */
export function historyPart({ accepted, failed }: TrackRecord): number {
  return (accepted + 1) / (accepted + failed + 2);
}

/** The weighted mean, to four decimals, so that what differs by rounding alone is a tie; the plain mean without weights. */
export function weighted(parts: Parts, weights: Config["assignment"]["weights"]): number {
  const all = weights.capability + weights.health + weights.load + weights.budget + weights.history;
  const sum =
    all === 0
      ? (parts.capability + parts.health + parts.load + parts.budget + parts.history) / 5
      : (weights.capability * parts.capability +
          weights.health * parts.health +
          weights.load * parts.load +
          weights.budget * parts.budget +
          weights.history * parts.history) /
        all;
  return Math.round(sum * 10_000) / 10_000;
}

function fullness(load: number, max: number): string | null {
  return load < max ? null : `it holds ${load} of ${max} tasks`;
}

/** What an agent gave back would come round to it for ever, were there nobody better. */
export function hasGivenBack({ owner }: Candidate, { given_back }: TaskState): boolean {
  return given_back?.includes(owner) === true;
}

function refusal(candidate: Candidate, task: TaskState): string | null {
  return hasGivenBack(candidate, task) ? "it has given this task back" : null;
}

function reason(name: keyof Parts, value: number, why: string): string {
  return `${name} ${Math.round(value * 100) / 100}: ${why}`;
}
