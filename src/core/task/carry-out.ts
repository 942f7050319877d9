import type { TaskFacts } from "../facts.ts";
import { toInstant } from "../instant.ts";
import { objections } from "../lifecycle/guards.ts";
import { haltAgainst } from "../lifecycle/new-work.ts";
import { edgeOf } from "../lifecycle/table.ts";
import type { Order } from "../orders.ts";
import type { Effect, ReasonCode } from "../plan.ts";
import { orderHolds } from "../ordering/holds.ts";
import { lastWork, leaseOf } from "./lease.ts";
import type { Moment } from "./moment.ts";
import { arrive } from "./move.ts";
import { contextOf, type Judgement } from "./replay.ts";

/** Who blocked a task that the rules blocked. */
export const blocker = "mission-control";

type Told = { readonly tag: string; readonly reason: ReasonCode };

/** Each kind of order has one comment, edited in place, and a reason of its own. */
const told: Readonly<Record<Order["kind"], Told>> = {
  block: { tag: "dependency", reason: "dependency-waits" },
  unblock: { tag: "dependency", reason: "dependency-met" },
  release: { tag: "lease", reason: "lease-expired" },
  assign: { tag: "assignment", reason: "task-assigned" },
  tell: { tag: "duplicate", reason: "told" },
};

/**
 * Carries out the orders that still fit the task, at `now` (milliseconds), one after another. An order that has been
 * carried out no longer fits, so that giving it twice changes nothing. The comment comes before the move: a run that dies
 * in between is made good by the next order of that kind.
 */
export function carryOut(
  orders: readonly Order[],
  facts: TaskFacts,
  judgement: Judgement,
  now: number,
): {
  readonly judgement: Judgement;
  readonly effects: readonly Effect[];
  readonly carriedOut: readonly Order[];
} {
  const at = toInstant(Math.floor(now / 1000) * 1000);
  const seen = facts.history.findLast(({ actor }) => !judgement.people.isEngine(actor))?.id ?? null;
  const effects: Effect[] = [];
  const carriedOut: Order[] = [];
  let judged = judgement;
  for (const order of orders) {
    const starts = bringsBack(order, judged.moment) || order.kind === "assign";
    const moment = after(order, judged.moment, facts, judgement, at);
    if (moment === null) continue;
    carriedOut.push(order);
    const { tag, reason } =
      order.kind === "tell" ? { ...told.tell, tag: order.tag } : told[order.kind];
    const { repo, number } = facts;
    const owner = order.kind === "assign" ? order.owner : judged.moment.owner;
    const login = owner === null ? null : judgement.people.worksAs(owner);
    const { block } = moment;
    const notice = { kind: "order" as const, order, login, seen, block };
    effects.push({ repo, number, type: "comment", tag, notice, reason, evidence: order.evidence });
    judged = {
      ...judged,
      moment,
      accepted:
        moment === judged.moment ? judged.accepted : [...judged.accepted, `rule:${order.rule}`],
      asked: { ...judged.asked, halts: judged.asked.halts || starts },
    };
  }
  return { judgement: judged, effects, carriedOut };
}

/** Whether the rules would let active work go on, which they do not while a halt stands. */
function bringsBack({ kind }: Order, { from }: Moment): boolean {
  return kind === "unblock" && from === "active";
}

/** The task as an order leaves it; null when the order no longer fits. */
function after(
  order: Order,
  moment: Moment,
  facts: TaskFacts,
  { people }: Judgement,
  at: string,
): Moment | null {
  const lease = leaseOf(moment);
  const last_work = lease === null ? null : lastWork(facts, lease.holder, people);
  const { status, owner } = moment;
  if (!orderHolds(order, { status, owner, lease, last_work })) return null;
  const by = `rule:${order.rule}`;
  switch (order.kind) {
    case "tell":
      return moment;
    case "unblock": {
      const isHalted =
        bringsBack(order, moment) && haltAgainst(moment, at, contextOf(facts, people)) !== null;
      return moment.from === null || isHalted ? null : arrive(moment, { to: moment.from, by, at });
    }
    case "block": {
      if (edgeOf(status, "blocked", null) === null) return null;
      const blocked = { reason: order.why, by: blocker, on: order.on };
      const block = { ...moment.block, blocked };
      return arrive({ ...moment, block }, { to: "blocked", by, at });
    }
    case "release":
      if (edgeOf(status, "planned", moment.from) === null) return null;
      return arrive(moment, { to: "planned", by, at });
    case "assign": {
      const edge = edgeOf(status, "assigned", null);
      if (edge === null || !people.isRegistered(order.owner)) return null;
      const context = contextOf(facts, people);
      const given = { ...moment, owner: order.owner };
      const request = { to: "assigned" as const, by, at, trusted: true };
      if (objections(edge, given, request, context).length > 0) return null;
      return haltAgainst(moment, at, context) === null ? arrive(given, request) : null;
    }
  }
}
