import type { Data, Health, State } from "../schema/index.ts";
import { newestAudits } from "./health.ts";

type Mismatch = Data["mismatches"][number];

const worst = { failed: 0, warning: 1, stale: 2, unknown: 3, healthy: 4 } as const satisfies Record<
  Health,
  number
>;
const wrong: ReadonlySet<Health> = new Set<Health>(["failed", "warning", "stale"]);

/**
 * Where what is seen is not what should be, the worst first. An agent that holds work and is silent is one, whatever it was
 * last seen doing; one of which nothing has been seen is unknown, not a mismatch; nor is one that is idle.
 */
export function findMismatches(state: State): Mismatch[] {
  const found: Mismatch[] = [];
  for (const agent of Object.values(state.agents)) {
    if (agent.health === "stale") {
      found.push({
        entity_id: `agent:${agent.id}`,
        desired: agent.desired,
        observed: "silent",
        health: "stale",
      });
      continue;
    }
    if (agent.observed === null || agent.observed === agent.desired) continue;
    // Nobody sees a pause: an agent that does nothing may well be as it should be.
    if (agent.observed === "idle" && agent.desired !== "blocked") continue;
    found.push({
      entity_id: `agent:${agent.id}`,
      desired: agent.desired,
      observed: agent.observed,
      health: agent.health === "healthy" ? "warning" : agent.health,
    });
  }
  for (const routine of Object.values(state.routines)) {
    if (!wrong.has(routine.health)) continue;
    found.push({
      entity_id: `routine:${routine.id}`,
      desired: routine.desired,
      observed: routine.result ?? "never ran",
      health: routine.health,
    });
  }
  for (const audit of newestAudits(state)) {
    if (!wrong.has(audit.verdict)) continue;
    found.push({
      entity_id: `audit:${audit.target}`,
      desired: "healthy",
      observed: audit.verdict,
      health: audit.verdict,
    });
  }
  return found.toSorted(
    (a, b) => worst[a.health] - worst[b.health] || a.entity_id.localeCompare(b.entity_id, "en"),
  );
}
