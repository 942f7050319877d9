import type { TaskState } from "../../schema/index.ts";
import { believedAt } from "../agents/believed.ts";

/**
 * When a task came to its owner or to its status, whichever is newer, in milliseconds since the epoch: only from then on
 * is a sign of life expected for it, so that the time for which it was blocked is not held against anybody. Null while its
 * timeline is not read.
 */
export function grantedAt(
  task: Pick<TaskState, "lease" | "since" | "judged">,
  now: number,
): number | null {
  if (task.judged === null) return null;
  const since = believedAt(task.since, now);
  return task.lease === null ? since : Math.max(since, believedAt(task.lease.since, now));
}
