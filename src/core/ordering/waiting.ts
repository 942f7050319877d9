import type { TaskState } from "../../schema/index.ts";
import type { World } from "../world.ts";

/** Whether what a task waits for is there. Failed or archived is not done, and of the unknown nothing is known. */
export function isDone(id: string, { tasks }: World): boolean {
  return tasks.get(id)?.status === "done";
}

/**
 * The first task, in the order of `depends`, that holds an active task up; null when none does. What the world does not know
 * and what is off the board holds nobody up: nobody can be expected to finish it.
 */
export function openDependency(
  { id, depends }: Pick<TaskState, "id" | "depends">,
  { tasks }: World,
): TaskState | null {
  for (const on of depends) {
    const needed = on === id ? undefined : tasks.get(on);
    if (needed !== undefined && needed.status !== "done" && needed.status !== "archived")
      return needed;
  }
  return null;
}
