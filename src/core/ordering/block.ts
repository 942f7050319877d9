import type { TaskState } from "../../schema/index.ts";
import type { Order } from "../orders.ts";
import { canBeOrdered, type OrderContext } from "./context.ts";
import { openDependency } from "./waiting.ts";

/**
 * Active work waits for what it depends on. What is in review is delivered: it has not waited. On what could not be read
 * nobody is made to wait: it may be done.
 */
export function blockOrder(task: TaskState, context: OrderContext): Order | null {
  if (task.status !== "active") return null;
  const on = openDependency(task, context.world);
  if (on === null) return null;
  const needed = context.world.tasks.get(on);
  if (needed !== undefined && !canBeOrdered(needed, context)) return null;
  return {
    repo: task.repo,
    number: task.number,
    kind: "block",
    rule: "dependency-blocked",
    expects: { status: "active" },
    on,
    // Another repository may be a private one: its id was given here already, its status was not.
    why:
      needed?.repo === task.repo
        ? `It depends on ${on}, which is ${needed.status}.`
        : `It depends on ${on}, which is not done.`,
    evidence: needed === undefined ? [] : [needed.url],
  };
}
