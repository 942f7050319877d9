import type { TaskState } from "../../schema/index.ts";
import type { LeaseContext } from "../assignment/lease.ts";

/** What orders are made from. */
export type OrderContext = LeaseContext & {
  /** Ids of tasks of which something newer could not be read: nothing is ordered on them. */
  readonly unread: ReadonlySet<string>;
};

/** What is said of a task without its history, or is known to be out of date, is nothing to act on. */
export function canBeOrdered(task: TaskState, { unread }: OrderContext): boolean {
  return task.judged !== null && !task.behind && !unread.has(task.id);
}
