import { ordersFor } from "../../core/ordering/orders-for.ts";
import type { Order } from "../../core/orders.ts";
import type { World } from "../../core/world.ts";
import { idOf, inParallel, mayRead, type Pass, settleInto } from "./pass.ts";

const atOnce = 4;

/**
 * Carries out what the rules want done, each order on the task as it is read now. What cannot be read for want of requests
 * is ordered again by the next pass. Returns whether anything may have changed.
 */
export async function carryOut(
  pass: Pass,
  world: World,
  unread: ReadonlySet<string>,
  now: number,
): Promise<boolean> {
  const { policy } = pass.context;
  const byTask = Map.groupBy(ordersFor(world, policy, now, unread), idOf);
  const governed = [...byTask].filter(([, [first]]) => isGoverned(pass, first));
  await inParallel(governed, atOnce, async ([, orders]) => {
    const [first] = orders;
    if (first !== undefined && mayRead(pass))
      await settleInto(pass, { repo: first.repo, number: first.number }, orders);
  });
  return governed.length > 0;
}

function isGoverned({ repos }: Pass, order: Order | undefined): boolean {
  return order !== undefined && repos.includes(order.repo);
}
