import { ordersFor } from "../../../src/core/ordering/orders-for.ts";
import type { Order } from "../../../src/core/orders.ts";
import type { TaskState } from "../../../src/schema/index.ts";
import { samplePolicy } from "../agents/sample-policy.ts";
import { sampleWorld } from "../agents/sample-world.ts";
import { sampleTask } from "../sample-task.ts";

export const noon = "2026-11-21T12:00:00Z";

export type Given = {
  readonly tasks: readonly TaskState[];
  readonly agents?: readonly object[];
  readonly config?: Record<string, unknown>;
  readonly seen?: string | null | Readonly<Record<string, string | null>>;
  readonly unread?: readonly string[];
};

/** What is ordered at noon, with every agent last seen half an hour ago unless told. */
export function ordered(given: Given): readonly Order[] {
  const policy = samplePolicy(given.agents, given.config);
  const now = Date.parse(noon);
  const seen = given.seen === undefined ? "2026-11-21T11:30:00Z" : given.seen;
  const world = sampleWorld(policy, given.tasks, now, seen);
  return ordersFor(world, policy, now, new Set(given.unread));
}

/** `assign #3 agent:atlas`: what an order does, in a word. */
export function inWords(orders: readonly Order[]): readonly string[] {
  return orders.map((order) => {
    const what = `${order.kind} #${order.number}`;
    if (order.kind === "assign") return `${what} ${order.owner}`;
    return order.kind === "block" ? `${what} ${order.on}` : what;
  });
}

/** A task that only lacks an owner. */
export function ready(number: number, fields: Partial<TaskState> = {}): TaskState {
  return sampleTask({
    number,
    status: "planned",
    owner: null,
    output: "A patch",
    review: "Tests pass",
    fingerprint: `f${number}`,
    ...fields,
  });
}

/** A task in somebody's hands, given this morning. */
export function given(number: number, fields: Partial<TaskState> = {}): TaskState {
  const since = "2026-11-21T11:00:00Z";
  return sampleTask({ number, since, fingerprint: `f${number}`, ...fields });
}
