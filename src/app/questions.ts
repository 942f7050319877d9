import { judgeTask } from "../core/alerts.ts";
import { judgeAround, leaseOn } from "../core/alerts/judge-around.ts";
import { cycleWith } from "../core/dependencies/cycle.ts";
import { dependencyGraph } from "../core/dependencies/graph.ts";
import type { TaskRef } from "../core/facts.ts";
import type { Policy } from "../core/policy.ts";
import { type World, waitsFor } from "../core/world.ts";
import { explainLines, leaseLine } from "../render/explain.ts";
import type { TaskState } from "../schema/index.ts";

/** The circle that a task would close among these if it waited for `on` too, its id at both ends; null: none. */
export function cycleAmong(
  tasks: Iterable<TaskState>,
  { repo, number }: TaskRef,
  on: readonly string[],
): readonly string[] | null {
  const nodes = [...tasks].map((task) => ({ id: task.id, dependsOn: waitsFor(task) }));
  const graph = dependencyGraph(nodes);
  const from = `${repo}#${number}`;
  for (const to of on) {
    const cycle = cycleWith(graph, from, to);
    if (cycle !== null) return cycle;
  }
  return null;
}

/** What every rule says of a task and of what bears on it, and its lease, a line of markdown each. `now` is in milliseconds since the epoch. */
export function explanationOf(
  task: TaskState,
  world: World,
  policy: Policy,
  now: number,
): readonly string[] {
  const context = { now, policy, world };
  const judged = [...judgeTask(task, context), ...judgeAround(task, context)];
  const lease = leaseOn(task, context);
  const held = lease === null ? [] : [leaseLine(lease)];
  return [...explainLines(judged), ...held];
}
