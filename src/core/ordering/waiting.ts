import type { Elsewhere, TaskState } from "../../schema/index.ts";
import type { World } from "../world.ts";

type Waiting = Pick<TaskState, "id" | "depends" | "elsewhere" | "unblocked">;

/** How what a task waits for stands; `unknown`: nobody has looked yet. */
export type Standing = Elsewhere["standing"] | "unknown";

/**
 * Archived once it was completed is done; failed is what was closed as anything else: nobody can be expected to finish it.
 * What is no task here counts as GitHub shows it.
 */
export function standingOf(id: string, task: Pick<TaskState, "elsewhere">, world: World): Standing {
  const needed = world.tasks.get(id);
  if (needed !== undefined && needed.status !== "archived")
    return needed.status === "done" ? "done" : "open";
  if (needed?.closed_as === "completed") return "done";
  if (needed?.closed_as === "not_planned") return "failed";
  return found(id, task)?.standing ?? "unknown";
}

/** Whether a task need not wait for this one any more: it is done, or somebody has let the task go on over it and it had no setback since. */
export function isMet(id: string, task: Waiting, world: World): boolean {
  return standingOf(id, task, world) === "done" || isOverruled(id, task, world);
}

function isOverruled(id: string, { unblocked, elsewhere }: Waiting, { tasks }: World): boolean {
  if (unblocked === undefined || !unblocked.over.includes(id)) return false;
  const needed = tasks.get(id);
  const since =
    needed === undefined ? (found(id, { elsewhere })?.since ?? null) : (needed.setback ?? null);
  return since === null || Date.parse(since) <= Date.parse(unblocked.at);
}

/**
 * The first task, in the order of `depends`, that holds an active task up; null when none does. What nothing is known of and
 * what is off the board holds nobody up.
 */
export function openDependency(task: Waiting, world: World): string | null {
  for (const on of task.depends) {
    if (on === task.id || isMet(on, task, world)) continue;
    if (standingOf(on, task, world) === "open") return on;
  }
  return null;
}

function found(id: string, { elsewhere }: Pick<TaskState, "elsewhere">): Elsewhere | undefined {
  return elsewhere?.find((one) => one.id === id);
}
