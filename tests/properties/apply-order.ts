import { duplicateIn } from "../../src/core/ordering/duplicate.ts";
import { orderHolds } from "../../src/core/ordering/holds.ts";
import type { Order } from "../../src/core/orders.ts";
import type { Lease, TaskState } from "../../src/schema/index.ts";

/** A task with how many owners it has had, which outlasts its lease. */
export type Held = { readonly task: TaskState; readonly epoch: number };

/** The task as an order leaves it at `at`; as it was when the order does not hold. */
export function applyOrder({ task, epoch }: Held, order: Order, at: string): Held {
  if (!orderHolds(order, task)) return { task, epoch };
  switch (order.kind) {
    case "tell":
      return {
        task: { ...task, duplicate_of: duplicateIn(task.repo, order.lines.join("\n")) },
        epoch,
      };
    case "block": {
      const blocked = {
        reason: order.why,
        by: "mission-control",
        on: order.on,
        since: at,
      } as const;
      const from = task.status;
      return {
        task: { ...task, status: "blocked", since: at, blocked: { ...blocked, from } },
        epoch,
      };
    }
    case "unblock": {
      const status = task.blocked?.from ?? "assigned";
      return { task: { ...task, status, since: at, blocked: null }, epoch };
    }
    case "release":
      return { task: { ...task, status: "planned", since: at, owner: null, lease: null }, epoch };
    case "assign": {
      const lease: Lease = { epoch: epoch + 1, holder: order.owner, since: at };
      const given = { status: "assigned", since: at, owner: order.owner, lease } as const;
      return { task: { ...task, ...given, last_work: null }, epoch: epoch + 1 };
    }
  }
}
