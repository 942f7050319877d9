import type { StandingHalt } from "../core/facts.ts";
import { lifecycle, type StatusSpec } from "../core/lifecycle/table.ts";
import { replay } from "../core/task/replay.ts";
import type { DecidingContext } from "./decide-fully.ts";

/**
 * What halts new work in these repositories now, each halt judged by the history of the task that it stands on. A task
 * whose history cannot be read to its end counts as halting since it was filed: nothing starts on a guess.
 */
export async function standingHalts(
  repos: readonly string[],
  { forge, policy, clock }: DecidingContext,
): Promise<readonly StandingHalt[]> {
  const standing: StandingHalt[] = [];
  for (const ref of await forge.halts(repos)) {
    const facts = await forge.readTask(ref);
    if (facts === null) continue;
    const task = `${ref.repo}#${ref.number}`;
    if (!facts.complete) {
      standing.push({ task, reason: "its history is too long to read", at: facts.createdAt });
      continue;
    }
    const { halt, status } = replay(facts, policy, clock.now()).moment;
    const spec: StatusSpec = lifecycle[status];
    // Whoever may not end a halt does not end it by closing its issue either, even before that is undone.
    if (halt !== null && spec.issue === "open")
      standing.push({ task, reason: halt.reason, at: halt.at });
  }
  return standing;
}
