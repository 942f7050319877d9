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
  const oldest = new Map<string, TaskState>();
  for (const task of context.world.tasks.values()) {
    if (task.fingerprint === "" || !isOpen(task)) continue;
    const key = keyOf(task);
    const known = oldest.get(key);
    if (known === undefined || isOlder(task, known)) oldest.set(key, task);
  }
  const orders: Order[] = [];
  for (const task of context.world.tasks.values()) {
    const older = task.fingerprint === "" ? undefined : oldest.get(keyOf(task));
    if (older === undefined || older.id === task.id || !isNews(task, older, context)) continue;
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

function isNews(task: TaskState, older: TaskState, context: OrderContext): boolean {
  if (task.closed_at !== null) return false;
  if (task.status !== "inbox" && task.status !== "triaged") return false;
  if ((task.duplicate_of ?? null) !== null || !canBeOrdered(task, context)) return false;
  return task.parent !== older.id && older.parent !== task.id;
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
