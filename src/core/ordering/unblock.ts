import type { TaskState } from "../../schema/index.ts";
import type { Order } from "../orders.ts";
import { blocker } from "../task/carry-out.ts";
import { type World, waitsFor } from "../world.ts";
import type { OrderContext } from "./context.ts";
import { isMet, standingOf } from "./waiting.ts";

/**
 * Blocked on a task, and everything it waits for is done. A block for another reason is for whoever can lift it, and so is
 * one on a task that failed or was archived. A block of ours ends as well when the dependency is taken away, which is all it
 * was for, and when what it was for is known no longer: deleted, or moved out of sight. While work is halted nothing goes
 * back to active.
 */
export function unblockOrder(task: TaskState, { world }: OrderContext): Order | null {
  const { blocked } = task;
  if (task.status !== "blocked" || blocked === null || blocked.on === null) return null;
  if (world.halt !== null && blocked.from === "active") return null;
  const isOurs = blocked.by === blocker;
  const waits = isOurs ? task.depends : waitsFor(task);
  const open = waits.filter((id) => !isMet(id, task, world));
  const isOver = open.length === 0 || (isOurs && open.every((id) => isLost(id, task, world)));
  if (!isOver) return null;
  return {
    repo: task.repo,
    number: task.number,
    kind: "unblock",
    rule: "done",
    expects: { status: "blocked" },
    why: wordsOf(waits, open, blocked.on),
    evidence: waits.flatMap((id) => world.tasks.get(id)?.url ?? []),
  };
}

function isLost(id: string, task: TaskState, world: World): boolean {
  if (world.tasks.has(id)) return false;
  const standing = standingOf(id, task, world);
  return standing === "unreadable" || standing === "unknown";
}

function wordsOf(waits: readonly string[], gone: readonly string[], on: string): string {
  if (waits.length === 0) return `It no longer depends on ${on}.`;
  return gone.length === 0
    ? `What it waited for is done: ${waits.join(", ")}.`
    : `Nothing is known any more of what it waited for: ${gone.join(", ")}.`;
}
