import type { TaskState } from "../../schema/index.ts";
import { compareIds } from "../dependencies/id-order.ts";
import type { Order } from "../orders.ts";
import { canBeOrdered, type OrderContext } from "./context.ts";

export const duplicateTag = "duplicate";

/**
 * Items that say the same as an older open one of their repository are told so, once: whoever reads it decides. Never a
 * part and what it was split from.
 */
export function duplicateOrders(context: OrderContext): readonly Order[] {
  const { tasks } = context.world;
  const untold = [...tasks.values()].filter((task) => canBeTold(task, context));
  const oldest = oldestOpen(tasks.values(), new Set(untold.map(({ fingerprint }) => fingerprint)));
  const orders: Order[] = [];
  for (const task of untold) {
    const older = oldest.get(keyOf(task));
    if (older === undefined || older.id === task.id) continue;
    if (task.parent === older.id || older.parent === task.id) continue;
    orders.push({
      repo: task.repo,
      number: task.number,
      kind: "tell",
      rule: "new-task",
      tag: duplicateTag,
      lines: [
        `It says the same as #${older.number}, which is older and open: ${older.url}`,
        "When it is the same, close this one as not planned; when it is not, nothing has to be done.",
      ],
      why: `It says the same as ${older.id}, which is older and open.`,
      evidence: [older.url],
    });
  }
  return orders;
}

/** The task that our comment of the tag `duplicate` names; null when there is no such comment, or it names none. */
export function duplicateIn(repo: string, body: string | undefined): string | null {
  const number = /#(\d+)/.exec(body ?? "")?.[1];
  return number === undefined ? null : `${repo}#${number}`;
}

function canBeTold(task: TaskState, context: OrderContext): boolean {
  if (task.closed_at !== null || task.fingerprint === "") return false;
  if (task.status !== "inbox" && task.status !== "triaged") return false;
  return (task.duplicate_of ?? null) === null && canBeOrdered(task, context);
}

/** Of the open tasks with one of these fingerprints, the oldest with each in each repository. */
function oldestOpen(
  tasks: Iterable<TaskState>,
  fingerprints: ReadonlySet<string>,
): ReadonlyMap<string, TaskState> {
  const oldest = new Map<string, TaskState>();
  for (const task of tasks) {
    if (!isOpen(task) || !fingerprints.has(task.fingerprint)) continue;
    const key = keyOf(task);
    const known = oldest.get(key);
    if (known === undefined || isOlder(task, known)) oldest.set(key, task);
  }
  return oldest;
}

function isOpen({ status, closed_at }: TaskState): boolean {
  return closed_at === null && status !== "done" && status !== "archived";
}

function keyOf({ repo, fingerprint }: TaskState): string {
  return `${repo} ${fingerprint}`;
}

function isOlder(one: TaskState, other: TaskState): boolean {
  const age = Date.parse(one.created_at) - Date.parse(other.created_at);
  return (age || compareIds(one.id, other.id)) < 0;
}
