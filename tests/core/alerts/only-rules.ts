import type { Policy } from "../../../src/core/policy.ts";
import { emptyState } from "../../../src/core/state/index.ts";
import { type World, worldOf } from "../../../src/core/world.ts";
import { Agents, type AlertState, Config, type TaskState } from "../../../src/schema/index.ts";

/** A configuration in which all rules are off but these. */
export function onlyRules(rules: Record<string, object>, config: object = {}): Policy {
  const off = Object.keys(Config.parse({}).rules).map((name) => [name, { enabled: false }]);
  return {
    config: Config.parse({ ...config, rules: { ...Object.fromEntries(off), ...rules } }),
    agents: Agents.parse({ agents: [] }),
  };
}

export function worldWith(
  alerts: Readonly<Record<string, AlertState>>,
  tasks: readonly TaskState[],
): World {
  const byId = Object.fromEntries(tasks.map((task) => [task.id, task]));
  return worldOf({ ...emptyState("acme/shop"), tasks: byId, alerts });
}
