import type { Domain, TaskState } from "../../schema/index.ts";
import { byCodeUnits } from "../state/entities.ts";
import { capabilityPart, wordsOf } from "./capability.ts";
import type { Candidate, Roster } from "./roster.ts";
import {
  compareScored,
  hasGivenBack,
  historyPart,
  loadPart,
  scoreOf,
  type Scored,
  weighted,
} from "./score.ts";

export type Given = { readonly candidate: Candidate; readonly scored: Scored };

/**
 * Gives out tasks one after the other: each goes to whom `chooseOwner` would choose, and counts as load from then on, so
 * that nobody is given more than `max_load`. Null: nobody may have it.
 *
 * Made for many: agents are scored once for all tasks that ask for the same, and since loads only grow, what nobody suits
 * once nobody suits later in the same pass.
 */
export function assignmentPass({ candidates, policy }: Roster): (task: TaskState) => Given | null {
  const open = candidates.filter(({ excluded }) => excluded === null);
  const loads = open.map(({ load }) => load);
  const { min_score: least, weights } = policy.config.assignment;
  const matchesFor = matcherOf(open);
  const historyIn = historiesOf(open);
  const hopeless = new Set<string>();
  let room = open.reduce((sum, { agent, load }) => sum + Math.max(0, agent.max_load - load), 0);

  function bestFor(task: TaskState, matches: Uint8Array): number | null {
    const history = historyIn(task.domain);
    let best: { index: number; score: number; load: number; agent: string } | null = null;
    for (const [index, candidate] of open.entries()) {
      const { agent, health, budget } = candidate;
      const load = loads[index] ?? 0;
      if (load >= agent.max_load || hasGivenBack(candidate, task)) continue;
      const parts = {
        capability: capabilityPart(matches[index] ?? 0, agent.capabilities.length === 0),
        health: health.value,
        load: loadPart(load, agent.max_load),
        budget: budget.value,
        history: history[index] ?? 0,
      };
      const score = weighted(parts, weights);
      if (score < least) continue;
      const found = { index, score, load, agent: agent.id };
      if (best === null || compareScored(found, best) < 0) best = found;
    }
    return best?.index ?? null;
  }

  return (task) => {
    if (room === 0) return null;
    const { key, matches } = matchesFor(task);
    if (hopeless.has(key)) return null;
    const index = bestFor(task, matches);
    const candidate = index === null ? undefined : open[index];
    if (index === null || candidate === undefined) {
      if ((task.given_back ?? []).length === 0) hopeless.add(key);
      return null;
    }
    const load = loads[index] ?? 0;
    loads[index] = load + 1;
    room -= 1;
    return { candidate, scored: scoreOf(candidate, task, load, policy) };
  };
}

type Matches = { readonly key: string; readonly matches: Uint8Array };

/** How many of a task's words each candidate offers; `key` is the same for tasks that are the same to all of them. */
function matcherOf(open: readonly Candidate[]): (task: TaskState) => Matches {
  const offering = new Map<string, number[]>();
  for (const [index, { offers }] of open.entries()) {
    for (const word of offers) {
      const known = offering.get(word);
      if (known === undefined) offering.set(word, [index]);
      else known.push(index);
    }
  }
  const cache = new Map<string, Uint8Array>();
  return (task) => {
    const words = wordsOf(task).filter((word) => offering.has(word));
    const key = JSON.stringify([task.domain, ...words.toSorted(byCodeUnits)]);
    const known = cache.get(key);
    if (known !== undefined) return { key, matches: known };
    const matches = new Uint8Array(open.length);
    for (const word of words) {
      for (const index of offering.get(word) ?? [])
        matches[index] = Math.min(255, (matches[index] ?? 0) + 1);
    }
    cache.set(key, matches);
    return { key, matches };
  };
}

function historiesOf(open: readonly Candidate[]): (domain: Domain | null) => readonly number[] {
  const cache = new Map<Domain | null, readonly number[]>();
  return (domain) => {
    const known = cache.get(domain);
    if (known !== undefined) return known;
    const parts = open.map(({ recordIn }) => historyPart(recordIn(domain)));
    cache.set(domain, parts);
    return parts;
  };
}
