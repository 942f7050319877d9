import type { TaskState } from "../../schema/index.ts";
import type { Order } from "../orders.ts";

/**
 * Whether the task, as it stands now, is still as an order expects it. An order to take work back holds only for the lease it
 * was made for and, when that was for silence, only while nothing has been done on the task since.
 */
export function orderHolds(
  order: Order,
  task: Pick<TaskState, "status" | "owner" | "lease" | "last_work">,
): boolean {
  switch (order.kind) {
    case "unblock":
    case "block":
      return task.status === order.expects.status;
    case "assign":
      return task.status === order.expects.status && task.owner === null;
    case "release": {
      const { status, owner, epoch, last_work } = order.expects;
      if (task.status !== status || task.owner !== owner) return false;
      if ((task.lease?.epoch ?? null) !== epoch) return false;
      return last_work === undefined || task.last_work === last_work;
    }
    case "tell":
      return true;
  }
}
