import type { Config, Elsewhere, Status, TaskState } from "../../schema/index.ts";
import type { ListedIssue } from "../facts.ts";
import type { World } from "../world.ts";
import { waitsFor } from "../world.ts";
import { compareIds } from "../dependencies/id-order.ts";
import { unprotected } from "./unprotected.ts";

const over: ReadonlySet<Status> = new Set<Status>(["done", "failed", "reverted", "archived"]);

/** What tasks that are not over wait for and is no task here, sorted; never of a protected project. */
export function elsewhereOf(
  tasks: Iterable<TaskState>,
  known: World["tasks"],
  config: Pick<Config, "projects">,
): readonly string[] {
  const shown = unprotected(config);
  const ids = new Set<string>();
  for (const task of tasks) {
    if (over.has(task.status)) continue;
    for (const id of waitsFor(shown(task))) if (!isTold(known.get(id))) ids.add(id);
  }
  return [...ids].toSorted(compareIds);
}

/** Of what was archived before that was kept, nothing says whether it was done. */
function isTold(task: TaskState | undefined): boolean {
  return task !== undefined && (task.status !== "archived" || task.closed_as !== undefined);
}

/** The task with what is now known of what it waits for elsewhere; itself when it says so already. */
export function withElsewhere(task: TaskState, found: ReadonlyMap<string, Elsewhere>): TaskState {
  const before = task.elsewhere ?? [];
  const waits = waitsFor(task);
  if (waits.length === 0 && before.length === 0) return task;
  const after = waits.flatMap((id) => found.get(id) ?? before.find((one) => one.id === id) ?? []);
  const isSame = JSON.stringify(after) === JSON.stringify(before);
  return isSame ? task : { ...task, elsewhere: after };
}

/** How an issue that is no task here stands; null: it is not to be had. */
export function elsewhere(id: string, issue: ListedIssue | null): Elsewhere {
  if (issue === null) return { id, standing: "unreadable", since: null };
  const { state, stateReason, closedAt } = issue;
  if (state === "open") return { id, standing: "open", since: null };
  const isDone = stateReason === null || stateReason === "completed";
  return { id, standing: isDone ? "done" : "failed", since: closedAt };
}
