import { judgeTask } from "../core/alerts.ts";
import { judgeAround, leaseOn } from "../core/alerts/judge-around.ts";
import { cycleWith } from "../core/dependencies/cycle.ts";
import { dependencyGraph } from "../core/dependencies/graph.ts";
import type { TaskRef } from "../core/facts.ts";
import type { Policy } from "../core/policy.ts";
import { entityOf } from "../core/state/entities.ts";
import { settledOf, taskState } from "../core/task/task-state.ts";
import { type World, waitsFor, worldOf } from "../core/world.ts";
import { explainLines, leaseLine } from "../render/explain.ts";
import type { State, TaskState } from "../schema/index.ts";
import type { DecidingContext, Questions, Seen } from "./decide-fully.ts";
import { governedBy } from "./governed.ts";
import { standingHalts } from "./standing-halts.ts";

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

/**
 * What a decision may depend on, answered from the last committed snapshot and from GitHub. `home` is the control room's
 * own repository.
 */
export function questionsTo(
  context: DecidingContext,
  home: string,
  snapshot: () => Promise<State>,
): Questions {
  const { policy, clock } = context;
  return {
    recall: async ({ repo, number }) => {
      const task = entityOf((await snapshot()).tasks, `${repo}#${number}`);
      return task === undefined ? null : settledOf(task);
    },
    halts: () => standingHalts(governedBy(policy.config, home), context),
    cycleThrough: async (ref, on) => cycleAmong(Object.values((await snapshot()).tasks), ref, on),
    explain: async (seen) => explanationOf(seen, await snapshot(), policy, clock.now()),
  };
}

/** A task as it would be at rest, with what is known of it, among all that is known. */
export function atRest({ facts, judgement }: Seen, state: State): TaskAtRest {
  const known = entityOf(state.tasks, `${facts.repo}#${facts.number}`);
  const task = taskState(facts, { ...judgement, known });
  return { task, world: worldOf({ ...state, tasks: { ...state.tasks, [task.id]: task } }) };
}

export type TaskAtRest = { readonly task: TaskState; readonly world: World };

/** What every rule says of a task and of what bears on it, and its lease, a line of markdown each. `now` is in milliseconds since the epoch. */
export function explanationOf(
  seen: Seen,
  state: State,
  policy: Policy,
  now: number,
): readonly string[] {
  const { task, world } = atRest(seen, state);
  const context = { now, policy, world };
  const judged = [...judgeTask(task, context), ...judgeAround(task, context)];
  const lease = leaseOn(task, context);
  const held = lease === null ? [] : [leaseLine(lease)];
  return [...explainLines(judged), ...held];
}
