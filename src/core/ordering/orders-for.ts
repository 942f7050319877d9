import { settingsOf } from "../alerts.ts";
import { unheardIn } from "../assignment/lease.ts";
import { compareIds } from "../dependencies/id-order.ts";
import type { Order } from "../orders.ts";
import type { Policy } from "../policy.ts";
import type { World } from "../world.ts";
import { assignOrders } from "./assign.ts";
import { blockOrder } from "./block.ts";
import { canBeOrdered, type OrderContext } from "./context.ts";
import { duplicateOrders } from "./duplicate.ts";
import { releaseOrder } from "./release.ts";
import { stuckOrder } from "./stuck.ts";
import { unblockOrder } from "./unblock.ts";

/** By what one task's own facts say. They exclude each other, but for the first and the last: what cannot go on is blocked. */
const moves = [unblockOrder, blockOrder, releaseOrder] as const;

/**
 * What the rules want done to the tasks of this world, in the order of their ids, and the same for the same world in whatever
 * order that holds them. At most one order that moves a task, and beside it what tells. Nothing is ordered by a rule that
 * is switched off, nor on tasks in `unread`. `now` is in milliseconds since the epoch.
 */
export function ordersFor(
  world: World,
  policy: Policy,
  now: number,
  unread: ReadonlySet<string> = new Set(),
): readonly Order[] {
  const unheard = unheardIn(world.tasks.values(), unread);
  const context: OrderContext = { world, policy, now, unread, unheard };
  const isOn = switchedOn(policy);
  const orders: Order[] = [];
  for (const task of world.tasks.values()) {
    if (!canBeOrdered(task, context)) continue;
    for (const make of moves) {
      const order = make(task, context);
      if (order === null || !isOn(order)) continue;
      orders.push(order);
      break;
    }
    const stuck = stuckOrder(task, context);
    if (stuck !== null && isOn(stuck)) orders.push(stuck);
  }
  orders.push(
    ...[...assignOrders(context), ...duplicateOrders(context)].filter((order) => isOn(order)),
  );
  return inOrder(orders);
}

function switchedOn(policy: Policy): (order: Order) => boolean {
  const known = new Map<string, boolean>();
  return ({ rule }) => {
    const isOn = known.get(rule) ?? settingsOf({ id: rule }, policy).enabled;
    known.set(rule, isOn);
    return isOn;
  };
}

function inOrder(orders: readonly Order[]): readonly Order[] {
  return orders
    .map((order) => ({ order, id: `${order.repo}#${order.number}` }))
    .toSorted(
      (a, b) =>
        compareIds(a.id, b.id) || Number(a.order.kind === "tell") - Number(b.order.kind === "tell"),
    )
    .map(({ order }) => order);
}
