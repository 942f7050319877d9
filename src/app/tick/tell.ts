import { deliveriesDue } from "../../core/alerts/due.ts";
import type { Alerts } from "../../core/alerts.ts";
import type { Committed } from "../commit-state.ts";
import type { DataBranch } from "../data-branch.ts";
import { deliverAlerts, type DeliveredAlerts } from "../deliver-alerts.ts";
import { commitPass, type Found } from "./commit-pass.ts";
import type { Pass } from "./pass.ts";

export type Told = {
  readonly delivered: DeliveredAlerts;
  /** The commit that had to be made before anything was sent; null: nothing was sent. */
  readonly committed: Committed | null;
  readonly branch: DataBranch;
};

/**
 * Sends what is due, once it is committed that there is something to be told: a pass that cannot commit sends nothing, or the
 * next ones would send it again and again.
 */
export async function tell(
  pass: Pass,
  branch: DataBranch,
  alerts: Alerts,
  found: Omit<Found, "alerts" | "outbox">,
): Promise<Told> {
  const { context } = pass;
  const { outbox } = pass.before;
  const before = { alerts, outbox };
  const names = new Set(context.channels.map(({ name }) => name));
  const due = deliveriesDue(alerts, context.policy, found.now, outbox).send;
  const hasToSend = due.some(({ channel }) => names.has(channel));
  const committed = hasToSend ? await commitPass(pass, branch, { ...found, ...before }) : null;
  const delivered = await deliverAlerts(before, found.now, context);
  return {
    delivered,
    committed,
    branch: committed === null ? branch : { head: committed.sha, state: committed.state },
  };
}

/** Two commits of one pass as one: the later, with what was in both. */
export function bothOf(first: Committed | null, second: Committed | null): Committed | null {
  if (first === null || second === null) return second ?? first;
  return {
    ...second,
    events: first.events + second.events,
    files: [...new Set([...first.files, ...second.files])],
  };
}
